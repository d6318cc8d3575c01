/** `rolepath report principal-access`: the Principal Access Summary, on the terminal or as a file for a spreadsheet. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import { writeDurably } from '../../graph/durable-file.ts';
import type { AssumersAnswer } from '../../queries/principal-access-answer.ts';
import {
  type AccessFileOptions,
  type AccessFormat,
  accessFormats,
  writePrincipalAccess,
} from '../../queries/reports/principal-access-files.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { assumersTable } from '../format/assumers-view.ts';
import { withProgress } from '../progress.ts';
import { type Context, warnIfIncomplete, withQuestions } from './context.ts';
import type { Invoke } from './invoke.ts';

interface ReportOptions extends AccessFileOptions {
  readonly file?: string;
}

export function addReport(program: Command, invoke: Invoke): void {
  program
    .command('report')
    .description('reports for spreadsheets')
    .command('principal-access')
    .description("the Principal Access Summary: each principal's capabilities in STS, and the roles it may use, with conditions")
    .option('--file <path>', 'write it there instead: .xlsx (all sheets), .csv, .json or .jsonl')
    .option('--short-list', 'only who can use roles, how many and where; what a table always shows')
    .option('--cross-account', 'only roles of other accounts')
    .option('--unconditional', 'only what asks for nothing')
    .action((given: ReportOptions, self: Command) => invoke(self, (context) => report(context, given)));
}

function report(context: Context, { file, ...options }: ReportOptions): Promise<ExitCode> {
  const format = file === undefined ? null : formatOf(file);
  const { terminal, output } = context;
  return withQuestions(context, async (questions) => {
    const access = questions.principalAccess();
    if (file !== undefined && format !== null) {
      await withProgress(terminal, `Writing ${file} …`, () => writeFile(file, writePrincipalAccess(access, format, options)));
      terminal.note(`Wrote ${file}. It says who has access to what: keep it to those who may know.`);
    } else if (output === 'table') {
      const answer: AssumersAnswer = { ...access.envelope, analysisTime: access.analysisTime, rows: [...access.assumers(options)] };
      await terminal.write(assumersTable(answer, terminal.style));
      terminal.note(summarize(answer));
    } else {
      for await (const text of writePrincipalAccess(access, output, options)) await terminal.write(String(text));
    }
    warnIfIncomplete(context, access.envelope.incomplete);
    return exitCodes.done;
  });
}

function formatOf(file: string): AccessFormat {
  const format = accessFormats.find((known) => `.${known}` === extname(file).toLowerCase());
  if (format === undefined)
    throw new UsageError(
      `The name of --file must end in ${accessFormats.map((known) => `.${known}`).join(', ')}, which says what is written.`,
    );
  return format;
}

async function writeFile(file: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await writeDurably(file, parts);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^E[A-Z]+$/.test(code)) throw error;
    throw new Error(`Cannot write ${file} (${code}). Choose a place that exists and that you may write to.`, { cause: error });
  }
}

function summarize({ rows }: AssumersAnswer): string {
  const across = rows.filter((row) => row.roles_across_accounts > 0).length;
  const within = rows.filter((row) => row.roles_within_account > 0).length;
  return `${rows.length} ${rows.length === 1 ? 'principal' : 'principals'} can assume roles: ${within} within their account, ${across} into another one; free: without conditions. --file report.xlsx has every role.`;
}
