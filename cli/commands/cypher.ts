/** `rolepath cypher`: one read-only query. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { renderCypher } from '../format/cypher-view.ts';
import { wholeNumber } from '../options.ts';
import { ask, type Context, warnOfLimits } from './context.ts';
import type { Invoke } from './invoke.ts';

export type Parameters = Readonly<Record<string, unknown>>;

interface CypherOptions {
  readonly param: Parameters;
  readonly limit: number;
  readonly timeout: number;
}

/** Longer than any query; it keeps a wrong file from being read whole. */
const mostCharacters = 2 ** 20;

export function addCypher(program: Command, invoke: Invoke): void {
  addParameterOption(program.command('cypher').description('one read-only Cypher query').argument('<text>', 'the query, or - for stdin'))
    .addOption(new Option('--limit <n>', 'most rows to answer with').argParser(wholeNumber(1, 1_000_000)).default(1000))
    .addOption(new Option('--timeout <seconds>', 'most time for the query').argParser(wholeNumber(1, 3600)).default(30))
    .action((text: string, given: CypherOptions, self: Command) => invoke(self, (context) => cypher(context, text, given)));
}

/** `--param`, repeatable. `name=text` is text as it stands, since account ids are text too; `name:=…` is JSON. */
export const addParameterOption = (command: Command): Command =>
  command.addOption(
    new Option('--param <name=text>', 'a parameter of the query; name:=value for a number, list or other JSON; repeatable')
      .argParser(readParameter)
      .default({}, 'none'),
  );

async function cypher(context: Context, given: string, { param, limit, timeout }: CypherOptions): Promise<ExitCode> {
  const text = given === '-' ? await readAll(context) : given;
  const answer = await ask(context, 'Asking …', (questions) =>
    questions.cypher(text, { parameters: param, limit, milliseconds: timeout * 1000 }),
  );
  const { terminal, output } = context;
  await terminal.write(renderCypher(answer, output, terminal.style));
  terminal.note(`${answer.rows.length.toLocaleString('en-US')} ${answer.rows.length === 1 ? 'row' : 'rows'}.`);
  warnOfLimits(context, answer, `There are more rows than the ${answer.rows.length.toLocaleString('en-US')} shown; --limit N shows more.`);
  return exitCodes.done;
}

function readParameter(text: string, before: Parameters): Parameters {
  const found = /^\$?([\p{L}_][\p{L}\p{Nd}_]*)(:?=)([\s\S]*)$/u.exec(text);
  if (found === null) throw new InvalidArgumentError('Write name=text, or name:=value for JSON.');
  const [, name = '', sign, value = ''] = found;
  if (sign === '=') return { ...before, [name]: value };
  try {
    return { ...before, [name]: JSON.parse(value) };
  } catch {
    throw new InvalidArgumentError(`What follows := must be JSON, such as 5, true or ["a"]. For text write ${name}=…`);
  }
}

async function readAll({ stdin }: Context): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) {
    text += String(piece);
    if (text.length > mostCharacters) throw new UsageError('What stdin gives is far too long for a query.');
  }
  return text;
}
