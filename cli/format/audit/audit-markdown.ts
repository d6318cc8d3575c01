/** A summary of an audit in Markdown, for job summaries and pull requests. It names the worst; the report has them all. */
import type { AuditAnswer, AuditFinding } from '../../../queries/audit-answer.ts';
import { severities } from '../../../queries/saved/metadata.ts';
import { shortArn } from '../principal-text.ts';
import { showText } from '../visible-text.ts';

const mostFindings = 20;
/** One query alone would fill the table otherwise. */
const mostOfQuery = 3;

/** Ends with a blank line, since a job summary is appended to. */
export function renderAuditMarkdown(answer: AuditAnswer): string {
  const open = answer.findings.filter(({ muted }) => muted === null);
  const named = nameWorst(open);
  const counts = severities
    .toReversed()
    .flatMap((severity) => (answer.counts[severity] ? [`**${answer.counts[severity]}** ${severity}`] : []));
  const failed = answer.queries.filter(({ status }) => status === 'failed');
  return [
    '## Rolepath audit',
    '',
    `${counts.length === 0 ? 'No findings' : counts.join(', ')}${answer.muted > 0 ? `; ${answer.muted} muted` : ''}. Snapshot \`${answer.snapshot}\` of ${code(answer.source)}, made ${answer.createdAt}.`,
    ...(answer.incomplete ? ['', '> The snapshot was made of incomplete data: something was skipped or unknown.'] : []),
    ...(answer.truncated ? ['', '> Some queries found more than the limit; not all is counted.'] : []),
    ...guardLines(answer),
    ...table(
      ['Severity', 'Query', 'Findings'],
      answer.queries
        .filter(({ status }) => status === 'found')
        .map((query) => [query.severity, `${text(query.title)} (${code(query.id)})`, String(query.findings)]),
    ),
    ...table(['Severity', 'Finding', 'Asks for'], named.map(findingCells)),
    ...(open.length > named.length ? ['', `… and ${open.length - named.length} more.`] : []),
    ...failed.flatMap(({ id, error }) => ['', `Query ${code(id)} could not be answered: ${text(error ?? '')}`]),
    ...answer.mutes
      .filter(({ state }) => state !== 'used')
      .flatMap(({ what, until, state, line }) => [
        '',
        `Mute in line ${line} (${text(what)}): ${state === 'expired' ? `ended on ${until}` : 'fits no finding'}.`,
      ]),
    '',
    '',
  ].join('\n');
}

/** In their order, which is from most to least severe; the first few of each query. */
function nameWorst(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  const ofQuery = new Map<string, number>();
  const named: AuditFinding[] = [];
  for (const finding of findings) {
    const earlier = ofQuery.get(finding.query) ?? 0;
    ofQuery.set(finding.query, earlier + 1);
    if (earlier < mostOfQuery) named.push(finding);
    if (named.length === mostFindings) break;
  }
  return named;
}

function guardLines({ guards }: AuditAnswer): string[] {
  return table(
    ['Guard', 'From', 'To', 'Outcome'],
    guards.map(({ met, expect, from, to, outcome }) => [
      met ? '✅ met' : '❌ not met',
      code(shortArn(from)),
      code(shortArn(to)),
      expect === outcome ? outcome : `${outcome}, should be ${expect}`,
    ]),
  );
}

function findingCells({ severity, chain, principal, role, account, title, details }: AuditFinding): string[] {
  const arns =
    chain === null ? [principal, role].flatMap((one) => (one === null ? [] : [one.arn])) : chain.principals.map(({ arn }) => arn);
  const what =
    arns.length > 0
      ? arns.map((arn) => code(shortArn(arn))).join(' → ')
      : account === null
        ? code(JSON.stringify(details))
        : code(`${account.name} ${account.id}`);
  const asked = chain === null ? '' : chain.verdict === 'allowed' ? 'nothing' : chain.requires.map(code).join(', ') || 'conditions';
  return [severity, `${text(title)}: ${what}`, asked];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return ['', `| ${titles.join(' | ')} |`, `|${titles.map(() => '---|').join('')}`, ...rows.map((row) => `| ${row.join(' | ')} |`)];
}

/** Markdown takes HTML, links and bars for what they are not meant as; a character reference is none of them. */
const text = (words: string): string => showText(words).replace(/[&<>|`*_~[\]()!#\\\n]/g, (character) => `&#${character.charCodeAt(0)};`);

/** As `<code>`, since a name may hold backticks. */
const code = (words: string): string => `<code>${text(words)}</code>`;
