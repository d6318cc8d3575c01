/** `rolepath audit`: runs saved queries as an audit, for people and for pipelines. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { fileMode } from '../../graph/durable-file.ts';
import { type Guard, readGuards } from '../../queries/audit/guards.ts';
import { type Mute, readMutes } from '../../queries/audit/mutes.ts';
import { runAudit } from '../../queries/audit/run-audit.ts';
import type { AuditAnswer } from '../../queries/audit-answer.ts';
import { findQuery, selectQueries } from '../../queries/saved/find-query.ts';
import { rankOf, type SavedQuery, type Severity, severities } from '../../queries/saved/metadata.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { renderAuditMarkdown } from '../format/audit/audit-markdown.ts';
import { renderAuditPage } from '../format/audit/audit-page.ts';
import { auditView } from '../format/audit/audit-view.ts';
import { renderOcsf } from '../format/audit/ocsf.ts';
import { wholeNumber } from '../options.ts';
import { readReportAssets, readVersion } from '../package-files.ts';
import {
  addQueryDirectories,
  addQueryLimits,
  addQuerySelection,
  type GivenQueryDirectories,
  type GivenQueryLimits,
  type GivenQuerySelection,
} from '../query-options.ts';
import { ask, type Context, warnOfLimits, writeAnswer } from './context.ts';
import { addParameterOption, type Parameters } from './cypher.ts';
import type { Invoke } from './invoke.ts';

interface GivenAudit extends GivenQueryDirectories, GivenQuerySelection, GivenQueryLimits {
  readonly param: Parameters;
  readonly failOn?: Severity;
  readonly mute?: string;
  readonly expect?: Guard['expect'];
  readonly from?: string;
  readonly to?: string;
  readonly guards?: string;
  readonly html?: string;
  readonly ocsf?: string;
  readonly markdown?: string;
  readonly show: number;
}

export function addAudit(program: Command, invoke: Invoke): void {
  const command = program
    .command('audit [id...]')
    .description('runs saved queries as an audit; without ids, all but those of severity info')
    .addOption(new Option('--fail-on <severity>', 'exit with code 3 if there is a finding of this severity or above').choices(severities))
    .option('--mute <file>', 'YAML of what is accepted, why, and until when')
    .addOption(new Option('--expect <outcome>', 'exit with code 3 unless --to is so from --from').choices(['reachable', 'unreachable']))
    .option('--from <principal>', 'for --expect')
    .option('--to <role>', 'for --expect')
    .option('--guards <file>', 'YAML of many such expectations')
    .option('--html <file>', 'also write a report that opens by double click, without a network')
    .option('--ocsf <file>', 'also write OCSF Detection Findings, one JSON value a line; - for stdout, in place of the table')
    .option('--markdown <file>', 'also append a summary in Markdown, as for $GITHUB_STEP_SUMMARY; - for stdout, in place of the table')
    .addOption(new Option('--show <n>', 'most findings of a query that the table shows').argParser(wholeNumber(0, 1_000_000)).default(10));
  addQueryLimits(addQueryDirectories(addParameterOption(addQuerySelection(command))), 100_000).action(
    (ids: string[], given: GivenAudit, self: Command) => invoke(self, (context) => audit(context, ids, given)),
  );
}

async function audit(context: Context, ids: readonly string[], given: GivenAudit): Promise<ExitCode> {
  const all = await context.services.loadQueries(given.queries);
  const guards = await collectGuards(given);
  const queries = chooseQueries(all, ids, given, guards.length > 0);
  const mutes = given.mute === undefined ? [] : await loadMutes(given.mute, all);
  const answer = await ask(context, 'Auditing …', (questions, { step }) =>
    runAudit(
      {
        queries,
        parameters: given.param,
        mutes,
        guards,
        today: new Date().toISOString().slice(0, 10),
        limits: { limit: given.limit, milliseconds: given.timeout * 1000 },
        onStep: step,
      },
      questions,
    ),
  );
  await writeOutputs(context, answer, given);
  tell(context, answer);
  return exitCodeOf(answer, given.failOn);
}

/** Guards alone run no queries, unless some are asked for. */
function chooseQueries(all: readonly SavedQuery[], ids: readonly string[], given: GivenAudit, hasGuards: boolean): readonly SavedQuery[] {
  const isSelecting = given.category !== undefined || given.tag !== undefined;
  if (ids.length > 0) {
    if (isSelecting) throw new UsageError('Give either ids, or --category and --tag.');
    return [...new Set(ids)].map((id) => findQuery(all, id));
  }
  if (hasGuards && !isSelecting && given.failOn === undefined) return [];
  const audits = selectQueries(all, given).filter(({ severity }) => severity !== 'info');
  if (audits.length === 0)
    throw new UsageError('Only queries of severity info are of this category or tag. Name those that you want by id.');
  return audits;
}

async function collectGuards({ expect, from, to, guards }: GivenAudit): Promise<readonly Guard[]> {
  const given = [expect, from, to].filter((value) => value !== undefined).length;
  if (given > 0 && given < 3) throw new UsageError('--expect, --from and --to belong together: --expect unreachable --from P --to R.');
  const one = expect !== undefined && from !== undefined && to !== undefined ? [{ expect, from, to }] : [];
  return guards === undefined ? one : [...one, ...readGuards(guards, await readInput(guards))];
}

async function loadMutes(file: string, queries: readonly SavedQuery[]): Promise<readonly Mute[]> {
  const known = new Set(queries.map(({ id }) => id));
  return readMutes(file, await readInput(file), (id) => known.has(id));
}

async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${codeOf(error)}).`);
  }
}

/** A new file is the owner's alone: it says who has access to what. */
const ownersOnly = { mode: fileMode };

async function writeOutputs(context: Context, answer: AuditAnswer, { html, ocsf, markdown, show }: GivenAudit): Promise<void> {
  const { terminal } = context;
  const version = readVersion();
  if (html !== undefined) await save(html, () => writeFile(html, renderAuditPage(answer, version, readReportAssets()), ownersOnly));
  if (ocsf !== undefined && ocsf !== '-') await save(ocsf, () => writeFile(ocsf, renderOcsf(answer, version), ownersOnly));
  if (markdown !== undefined && markdown !== '-') await save(markdown, () => appendFile(markdown, renderAuditMarkdown(answer)));
  if (ocsf === '-') for (const line of renderOcsf(answer, version)) await terminal.write(line);
  if (markdown === '-') await terminal.write(renderAuditMarkdown(answer));
  if (ocsf !== '-' && markdown !== '-') await writeAnswer(context, answer, auditView(show));
  if (html !== undefined) terminal.note(`The report is in ${html}.`);
}

async function save(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new Error(`${file} could not be written (${codeOf(error)}). Name a file in a directory that is there.`, { cause: error });
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

/** What stdout does not say, or what limits it. */
function tell(context: Context, answer: AuditAnswer): void {
  const { terminal } = context;
  if (answer.queries.length > 0) {
    const found = severities
      .toReversed()
      .filter((severity) => (answer.counts[severity] ?? 0) > 0)
      .map((severity) => `${answer.counts[severity]} ${severity}`);
    const muted = answer.muted > 0 ? `; ${answer.muted} muted` : '';
    const failed = answer.queries.filter(({ status }) => status === 'failed').length;
    const unanswered = failed > 0 ? `; ${failed} could not be answered` : '';
    const noun = answer.queries.length === 1 ? 'query' : 'queries';
    terminal.note(`${answer.queries.length} ${noun}: ${found.length === 0 ? 'no findings' : found.join(', ')}${muted}${unanswered}.`);
  }
  for (const { state, what, until, line } of answer.mutes) {
    if (state === 'expired') terminal.warn(`The mute in line ${line} (${what}) ended on ${until}; its findings are back.`);
    if (state === 'unused') terminal.warn(`The mute in line ${line} (${what}) fits no finding; take it out.`);
  }
  for (const { status, error } of answer.queries) if (status === 'failed') terminal.warn(error ?? '');
  warnOfLimits(context, answer, 'Some queries found more than --limit rows; the rest is not shown.');
}

function exitCodeOf({ counts, queries, guards }: AuditAnswer, failOn: Severity | undefined): ExitCode {
  if (guards.some(({ met }) => !met)) return exitCodes.findings;
  if (failOn !== undefined && severities.some((severity) => rankOf(severity) >= rankOf(failOn) && (counts[severity] ?? 0) > 0))
    return exitCodes.findings;
  return queries.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.done;
}
