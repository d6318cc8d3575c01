/** `rolepath explain`: why a principal can assume a role, or why not. Many pairs in one run with `--pairs`. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { QueryError, type Questions } from '../../queries/questions.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { explainView } from '../format/explain-view.ts';
import { jsonLine } from '../format/view.ts';
import { type Progress, withProgress } from '../progress.ts';
import { ask, type Context, warnIfIncomplete, warnOfLimits, withQuestions, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface ExplainOptions {
  readonly from?: string;
  readonly to?: string;
  readonly pairs?: string;
}

export function addExplain(program: Command, invoke: Invoke): void {
  program
    .command('explain')
    .description('why a principal can assume a role, or why not: every gate, and the statements that decided it')
    .option('--from <principal>', 'ARN, or any part of it that names just one')
    .option('--to <role>', 'ARN, or any part of it that names just one')
    .option('--pairs <file>', 'many pairs, {"from","to"} a line, from a file or - for stdin; needs --output jsonl')
    .addHelpText(
      'after',
      '\nWith --pairs there is one line of output for each line of input, in the same order. A pair that cannot be explained\ngives {"from","to","error":{"code","message"}}, and the exit code is then 1.',
    )
    .action((given: ExplainOptions, self: Command) => invoke(self, (context) => explain(context, given)));
}

async function explain(context: Context, { from, to, pairs }: ExplainOptions): Promise<ExitCode> {
  if (pairs !== undefined) {
    if (from !== undefined || to !== undefined) throw new UsageError('Give either --pairs or --from and --to.');
    if (context.output !== 'jsonl') throw new UsageError('--pairs writes one line of JSON for each pair: add --output jsonl.');
    return explainPairs(context, pairs);
  }
  if (from === undefined || to === undefined) throw new UsageError('Give both --from and --to, or many pairs with --pairs.');
  const answer = await ask(context, 'Explaining …', (questions) => questions.explain(from, to));
  await writeAnswer(context, answer, explainView);
  warnOfLimits(context, answer, 'There are more alternatives than are listed; these are the least demanding ones.');
  return exitCodes.done;
}

const pairSchema = z.object({ from: z.string(), to: z.string() });
type Pair = z.infer<typeof pairSchema>;

function explainPairs(context: Context, file: string): Promise<ExitCode> {
  const { terminal, stdin } = context;
  return withQuestions(context, (questions) => {
    const work = async ({ step }: Progress): Promise<ExitCode> => {
      const input = file === '-' ? stdin : createReadStream(file);
      let done = 0;
      let failed = 0;
      for await (const pair of readPairs(input, file === '-' ? 'stdin' : file)) {
        const { line, isFailure } = await explainPair(questions, pair);
        await terminal.write(line);
        done += 1;
        if (isFailure) failed += 1;
        if (done % 1000 === 0) step(`Explaining … ${done.toLocaleString('en-US')} pairs`);
      }
      warnIfIncomplete(context, (await questions.summary()).incomplete);
      if (failed > 0) terminal.warn(`${failed} of ${done} pairs could not be explained; their lines have "error".`);
      return failed > 0 ? exitCodes.failed : exitCodes.done;
    };
    // Lines that come one by one are progress enough, and a moving line would run into them.
    return terminal.isDataWatched ? work({ step: () => undefined }) : withProgress(terminal, 'Explaining …', work);
  });
}

async function explainPair(questions: Questions, { from, to }: Pair): Promise<{ line: string; isFailure: boolean }> {
  try {
    return { line: jsonLine(await questions.explain(from, to)), isFailure: false };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { line: jsonLine({ from, to, error: { code: error.code, message: error.message } }), isFailure: true };
  }
}

/** @throws UsageError with the line's number where a line is no pair, or if the file cannot be read */
async function* readPairs(input: NodeJS.ReadableStream, name: string): AsyncGenerator<Pair> {
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() !== '') yield parsePair(line, `${name}, line ${number}`);
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'path' in error) throw new UsageError(`Cannot read the pairs: ${error.message}`);
    throw error;
  }
}

function parsePair(line: string, place: string): Pair {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError(`${place}: this is not JSON. Write {"from": "…", "to": "…"} on each line.`);
  }
  const pair = pairSchema.safeParse(value);
  if (!pair.success)
    throw new UsageError(`${place}: "from" and "to" must be there and be text. Write {"from": "…", "to": "…"} on each line.`);
  return pair.data;
}
