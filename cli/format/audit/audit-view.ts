/** An audit for people on a terminal, and as rows. */
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import type { AuditAnswer, AuditFinding, AuditQuery, GuardResult } from '../../../queries/audit-answer.ts';
import type { Severity } from '../../../queries/saved/metadata.ts';
import { showRequires } from '../condition-text.ts';
import { shortArn } from '../principal-text.ts';
import { paint, type Style } from '../style.ts';
import type { View } from '../view.ts';
import { showText } from '../visible-text.ts';
import { displayWidth, wrapIndented } from '../wrap-text.ts';

/** `shown`: most findings of a query in the table; the other formats have them all. */
export const auditView = (shown: number): View<AuditAnswer> => ({
  table: (answer, style) => renderAudit(answer, shown, style),
  lines: ({ findings, guards }) => [...guards, ...findings],
  csvColumns: [
    ...[
      'id',
      'severity',
      'query',
      'title',
      'principal',
      'role',
      'account',
      'accountName',
      'hops',
      'verdict',
      'requires',
      'chain',
      'chainState',
    ],
    ...['evidence', 'details', 'muted', 'mutedUntil'],
  ],
  csvRows: ({ findings }) => findings.map(csvRow),
});

const csvRow = (finding: AuditFinding) => {
  const { id, severity, query, title, principal, role, account, chain, chainState, evidence, details, muted } = finding;
  return [
    ...[id, severity, query, title, principal?.arn ?? null, role?.arn ?? null, account?.id ?? null, account?.name ?? null],
    ...[chain?.edges.length ?? null, chain?.verdict ?? null, chain?.requires.join('; ') ?? null],
    ...[chain?.principals.map(({ arn }) => arn).join(' > ') ?? null, chainState],
    evidence.map(showEvidence).join('; '),
    Object.keys(details).length === 0 ? null : JSON.stringify(details),
    ...[muted?.why ?? null, muted?.until ?? null],
  ];
};

/** `trust: trust of deploy, statement 0 (Sid "A")`. */
export const showEvidence = ({ gate, effect, name, index, sid }: AuditFinding['evidence'][number]): string =>
  `${gate}: ${effect} statement ${index}${sid === null ? '' : ` (Sid "${sid}")`} of ${name}`;

export const paintSeverity = (severity: Severity, text: string, style: Style): string => {
  if (severity === 'critical') return style.red(style.bold(text));
  if (severity === 'high') return style.red(text);
  return severity === 'medium' ? style.yellow(text) : style.dim(text);
};

function renderAudit({ guards, queries, findings }: AuditAnswer, shown: number, style: Style): string {
  const byQuery = group(findings);
  const found = queries.filter(({ status }) => status === 'found');
  const parts = [
    ...guards.map((guard) => renderGuard(guard, style)),
    ...found.map((query) => renderQuery(query, byQuery.get(query.id) ?? [], shown, style)),
    ...queries.filter(({ status }) => status === 'failed').map((query) => renderFailed(query, style)),
    renderPassed(
      queries.filter(({ status }) => status === 'passed'),
      style,
    ),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function group(findings: readonly AuditFinding[]): Map<string, AuditFinding[]> {
  const groups = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const list = groups.get(finding.query);
    if (list) list.push(finding);
    else groups.set(finding.query, [finding]);
  }
  return groups;
}

function renderGuard({ met, expect, outcome, from, to, chain, why }: GuardResult, style: Style): string {
  const mark = met ? style.green('✓ met') : style.red('✗ not met');
  const lines = [
    `${mark}: ${wrapIndented(`${shortArn(from)} → ${shortArn(to)} should be ${expect}, and is ${outcome}`, style.width - 12, 4, '')}`,
  ];
  if (why !== null) lines.push(style.dim(wrapIndented(showText(why), style.width, 4)));
  if (chain !== null && !met) lines.push(...renderChain(chain, style));
  return `${lines.join('\n')}\n`;
}

function renderQuery(query: AuditQuery, findings: readonly AuditFinding[], shown: number, style: Style): string {
  const open = findings.filter(({ muted }) => muted === null);
  const muted = query.muted > 0 ? `, ${query.muted} muted` : '';
  const heading = `${query.severity.toUpperCase()}  ${showText(query.title)} (${query.findings}${muted})`;
  const lines = [
    paintSeverity(query.severity, wrapIndented(heading, style.width, 2, ''), style),
    style.dim(wrapIndented(showText(query.id), style.width, 2)),
    ...open.slice(0, shown).map((finding) => renderFinding(finding, style)),
  ];
  if (open.length > shown)
    lines.push(style.dim(`  … and ${open.length - shown} more; --show ${open.length} shows all, --output json has all`));
  if (open.length > 0) lines.push(wrapIndented(`Do: ${showText(query.remediation)}`, style.width, 6, '  '));
  return `${lines.join('\n')}\n`;
}

function renderFinding(finding: AuditFinding, style: Style): string {
  const { chain, chainState, details, principal, role, account } = finding;
  if (chain !== null) return renderChain(chain, style).join('\n');
  const subject = principal ?? role;
  const place = account === null ? '' : account.name === account.id ? account.id : `${account.name} (${account.id})`;
  const head = [
    ...(subject === null ? [] : [shortArn(subject.arn)]),
    ...(principal !== null && role !== null ? [`→ ${shortArn(role.arn)}`] : []),
    ...(place === '' ? [] : [subject === null ? place : `in ${place}`]),
  ].join(' ');
  const lines = head === '' ? [] : [wrapIndented(showText(head), style.width, 4, '  ')];
  const more = Object.entries(details).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0));
  if (more.length > 0)
    lines.push(style.dim(wrapIndented(more.map(([name, value]) => `${name}: ${showDetail(value)}`).join(', '), style.width, 4)));
  if (chainState === 'closed')
    lines.push(style.yellow(wrapIndented('along edges alone; what sessions carry closes this chain', style.width, 4)));
  return lines.join('\n');
}

export const showDetail = (value: unknown): string =>
  showText(Array.isArray(value) ? value.map(String).join(' ') : typeof value === 'string' ? value : JSON.stringify(value));

function renderChain({ principals, edges, requires, verdict }: NonNullable<AuditFinding['chain']>, style: Style): string[] {
  const [first, ...others] = principals;
  const lines = [wrapIndented(first === undefined ? '' : placed(first), style.width, 4, '  ')];
  for (const [index, principal] of others.entries()) {
    const edge = edges[index];
    const asked =
      edge === undefined || edge.verdict === 'allowed' || edges.length === 1 ? '' : `, ${showRequires(edge.verdict, edge.requires)}`;
    const lead = '  → ';
    lines.push(wrapIndented(`${placed(principal)}${asked}`, style.width, displayWidth(lead), lead));
  }
  lines.push(paint(verdict, wrapIndented(showRequires(verdict, requires), style.width, 6, '    '), style));
  return lines;
}

/** Accounts of which nothing but the id is known are in the ARN already. */
function placed({ arn, accountId, accountName }: PrincipalAnswerRef): string {
  return accountName === null || accountName === accountId ? shortArn(arn) : `${shortArn(arn)} in ${showText(accountName)}`;
}

const renderFailed = ({ id, error }: AuditQuery, style: Style): string =>
  `${style.red(wrapIndented(`✗ ${id} could not be answered: ${showText(error ?? '')}`, style.width, 2, ''))}\n`;

function renderPassed(passed: readonly AuditQuery[], style: Style): string {
  if (passed.length === 0) return '';
  const noun = passed.length === 1 ? 'query' : 'queries';
  return `${style.green(`✓ ${passed.length} ${noun} found nothing`)}\n${style.dim(wrapIndented(passed.map(({ id }) => id).join(', '), style.width, 2))}\n`;
}
