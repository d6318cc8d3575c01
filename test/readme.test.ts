/**
 * Every command in the README is run, or stands in a list that says why not; what the README shows of an answer is what comes out.
 * A `sh` block holds one command a line. A `text` block right after a block with one command is its output, `…` alone on a
 * line standing for lines left out.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli } from './cli/run-cli.ts';

const projectRoot = join(import.meta.dirname, '..');

/** Commands that no test of this file can run, and who looks after them. */
const notRun: Readonly<Record<string, string>> = {
  'rolepath report principal-access --file access.xlsx': 'writes into the working directory; test/cli/report.test.ts writes elsewhere',
  'rolepath queries export confused-deputy role-loops --to exchange':
    'writes into the working directory; test/cli/query-exchange.test.ts writes elsewhere',
  'rolepath queries import their-queries.yml --to our-queries': 'as the export',
  'rolepath audit --queries our-queries': 'needs what the import made; test/cli/query-exchange.test.ts loads it',
  'npm start': 'installs and keeps running; scripts/start.mjs is `rolepath demo` after an installation',
  'npm run build': 'npm test has done it before this test runs',
  'npm link': 'changes the machine outside of the project',
  'npm test': 'would run this test again',
  'npm run check': 'runs npm test',
  'rolepath doctor --live --role-name audit/RolepathReader': 'needs credentials; test/ingest/sources/live runs it against a double of AWS',
  'rolepath ingest --live --role-name audit/RolepathReader': 'needs credentials; test/ingest/sources/live runs it against a double of AWS',
  'aws iam get-account-authorization-details > account.json': 'needs credentials',
  'rolepath ingest account.json': 'needs the file of the line before it; examples/acme/accounts holds such files and is ingested',
  'export NEO4J_URI=neo4j://localhost:7687 NEO4J_USERNAME=neo4j NEO4J_PASSWORD=…': 'sets the environment; the two below need it',
  'rolepath ingest examples/acme --store neo4j': 'needs a server; test/cli/neo4j.test.ts ingests into one',
  'rolepath explain --from ada.lovelace --to prod-readonly --store neo4j': 'needs a server; test/cli/neo4j.test.ts asks one',
  'export ROLEPATH_TOKEN=$(openssl rand -hex 16) NEO4J_PASSWORD=$(openssl rand -hex 16)': 'sets the environment for the two below',
  'docker compose run --rm --build rolepath ingest examples/acme --store neo4j':
    'needs a container engine; test/docker-compose.test.ts checks the file',
  'docker compose up': 'needs a container engine',
};
/** Commands that serve until they are ended. */
const keepsRunning = new Set(['rolepath demo', 'rolepath serve']);

interface Block {
  readonly commands: readonly string[];
  /** Null if the README shows no output. */
  readonly output: string | null;
}

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const blocks: readonly Block[] = [...readme.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g)].map((match) => ({
  commands: (match[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== ''),
  output: match[2] ?? null,
}));
const commands = blocks.flatMap((block) => block.commands);
const shown = blocks.flatMap(({ commands: [command, ...others], output }) =>
  command !== undefined && others.length === 0 && output !== null ? [{ command, output }] : [],
);

/** The words after `rolepath`; the README quotes with `'` only. */
const argumentsOf = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word).slice(1);
const isRolepath = (command: string): boolean => command.startsWith('rolepath ');

/** Commands run beside the examples and nothing else, as some of them write files. */
let workDir: string;
let dataDir: string;
const run = (command: string) => runCli(argumentsOf(command), { cwd: workDir, env: { ROLEPATH_DATA: dataDir } });

beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'rolepath-readme-'));
  dataDir = join(workDir, 'data');
  await symlink(join(projectRoot, 'examples'), join(workDir, 'examples'), 'junction');
  expect((await run('rolepath ingest examples/acme')).exitCode).toBe(0);
});
afterAll(() => rm(workDir, { recursive: true, force: true }));

describe('the commands of the README', () => {
  const ran = commands.filter((command) => isRolepath(command) && !(command in notRun) && !keepsRunning.has(command));

  it('are all run here or excused with a reason', () => {
    const known = new Set([...ran, ...keepsRunning, ...Object.keys(notRun)]);
    expect(commands.filter((command) => !known.has(command))).toEqual([]);
  });

  it('are all that the lists of this test name', () => {
    expect([...keepsRunning, ...Object.keys(notRun)].filter((command) => !commands.includes(command))).toEqual([]);
  });

  it.each([...new Set(ran)])('%s', async (command) => {
    const { exitCode, stdout, stderr } = await run(command);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('rolepath: ') });
    expect(stdout.trim()).not.toBe('');
  });

  it.each([...keepsRunning])('%s serves until it is ended', async (command) => {
    const child = startCli([...argumentsOf(command), '--port', '0'], { cwd: workDir, env: { ROLEPATH_DATA: dataDir } });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
        child.once('close', (code) => reject(new Error(`it ended with ${code}`)));
      });
      expect((await fetch(new URL('readyz', url))).status).toBe(200);
    } finally {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
  });
});

describe('what the README shows of', () => {
  it.each(shown)('$command is what it prints', async ({ command, output }) => {
    const printed = (await run(command)).stdout;
    let from = 0;
    for (const part of output.split(/^…\n/m)) {
      const at = printed.indexOf(part, from);
      expect({ part, found: at >= 0, printed }).toMatchObject({ found: true });
      from = at + part.length;
    }
  });

  it('some answers is checked', () => {
    expect(shown.length).toBeGreaterThan(1);
  });
});
