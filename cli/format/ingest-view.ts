/** What an ingest made: counts, what the input lacked, and how long it took. */
import type { IngestAnswer } from '../../queries/answers.ts';
import type { Style } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

type Finding = IngestAnswer['findings'][number];

/** So many of a kind are shown; the rest is counted. */
const shownPerCode = 3;

const severities: readonly (readonly [Finding['severity'], string])[] = [
  ['skipped', 'Skipped: not in the snapshot'],
  ['unknown', 'Unknown: missing from the input, so what depends on it is a condition'],
  ['notice', 'Worth a look; nothing was lost'],
];

export const ingestView: View<IngestAnswer> = {
  table: (answer, style) => `${renderCounts(answer, style)}${renderFindings(answer.findings, style)}${renderTimings(answer, style)}`,
  lines: (answer) => answer.findings,
  csvColumns: ['severity', 'code', 'file', 'path', 'reason', 'remedy'],
  csvRows: (answer) =>
    answer.findings.map(({ severity, code, file, path, reason, remedy }) => [severity, code, file, path, reason, remedy]),
};

function renderCounts({ counts, decided, snapshot }: IngestAnswer, style: Style): string {
  const number = (count: number) => count.toLocaleString('en-US');
  const facts: [string, string][] = [
    ['Accounts', describeAccounts(counts, number)],
    [
      'Principals',
      `${number(counts.users + counts.roles + counts.groups + counts.otherPrincipals)}: ${number(counts.users)} users, ${number(counts.roles)} roles, ${number(counts.groups)} groups, ${number(counts.otherPrincipals)} others`,
    ],
    ...describeOthers(counts, number),
    ['Policies', number(counts.policies)],
    [
      'Edges',
      `${number(counts.edges)}: ${number(counts.allowedEdges)} allowed, ${number(counts.conditionalEdges)} conditional; ${number(counts.crossAccountEdges)} across accounts`,
    ],
    ['Reasons', number(counts.reasons)],
    ...describeDecided(decided, number),
  ];
  const lines = facts.map(([name, text]) => wrapIndented(text, style.width, 12, name.padEnd(12)));
  return `${style.bold(`Snapshot ${showText(snapshot)}`)}\n${lines.join('\n')}\n`;
}

/** Nothing of a first ingest: all of it was decided. */
function describeDecided(decided: IngestAnswer['decided'], number: (count: number) => string): [string, string][] {
  if (!decided || decided.from === null) return [];
  const { from, accounts, accountsDecidedAnew, decisions, decidedAnew } = decided;
  const rest = decidedAnew === decisions ? '' : `; the others as in ${showText(from)}`;
  return [
    [
      'Decided',
      `anew: ${number(accountsDecidedAnew)} of ${number(accounts)} accounts, ${number(decidedAnew)} of ${number(decisions)} decisions${rest}`,
    ],
  ];
}

type Counts = IngestAnswer['counts'];

function describeAccounts({ accounts, collectedAccounts = accounts }: Counts, number: (count: number) => string): string {
  const named = accounts - collectedAccounts;
  return named === 0 ? number(accounts) : `${number(accounts)}: ${number(collectedAccounts)} with IAM data, ${number(named)} only named`;
}

/** Whom policies name beyond users, roles and groups. */
function describeOthers({ otherKinds = {} }: Counts, number: (count: number) => string): [string, string][] {
  const kinds = Object.entries(otherKinds).map(([kind, count]) => `${number(count)} ${showText(kind)}`);
  return kinds.length === 0 ? [] : [['Others', kinds.join(', ')]];
}

function renderFindings(findings: readonly Finding[], style: Style): string {
  let text = '';
  let hidden = 0;
  for (const [severity, title] of severities) {
    const some = findings.filter((finding) => finding.severity === severity);
    if (some.length === 0) continue;
    const heading = wrapIndented(`${title} (${some.length})`, style.width, 2, '');
    text += `\n${severity === 'notice' ? style.bold(heading) : style.yellow(heading)}\n`;
    for (const [code, ofCode] of groupByCode(some)) {
      text += renderCode(code, ofCode, style);
      hidden += Math.max(0, ofCode.length - shownPerCode);
    }
  }
  return hidden === 0 ? text : `${text}\n${hidden} more are not shown here; --output json lists all.\n`;
}

function renderCode(code: string, findings: readonly Finding[], style: Style): string {
  const [first] = findings;
  const lines = [wrapIndented(`${showText(code)} (${findings.length}): ${showText(first?.remedy ?? '')}`, style.width, 4, '  ')];
  for (const { file, path, reason } of findings.slice(0, shownPerCode)) {
    const place = path === null ? showText(file) : `${showText(file)} ${showText(path)}`;
    lines.push(wrapIndented(`${place}: ${showText(reason)}`, style.width, 6, '    '));
  }
  if (findings.length > shownPerCode) lines.push(style.dim(`    … and ${findings.length - shownPerCode} more`));
  return `${lines.join('\n')}\n`;
}

function groupByCode(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group === undefined) groups.set(finding.code, [finding]);
    else group.push(finding);
  }
  return groups;
}

function renderTimings({ timings }: IngestAnswer, style: Style): string {
  const steps = Object.entries(timings).map(([step, milliseconds]) => `${showText(step)} ${duration(milliseconds)}`);
  return steps.length === 0 ? '' : `\n${style.dim(wrapIndented(`Time: ${steps.join(', ')}`, style.width, 2, ''))}\n`;
}

const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
