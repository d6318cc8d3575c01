/**
 * The boundaries hold only if their rules catch something: a made-up tree breaks each rule of .dependency-cruiser.cjs once,
 * and the rule must name exactly that import. Beside every violation stands a neighbour that is allowed and must stay silent.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const configFile = join(projectRoot, '.dependency-cruiser.cjs');
const cruiser = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

const value = (path: string): string => `import { x } from '${path}';\nexport const y = x;\n`;
const type = (path: string): string => `import type { X } from '${path}';\nexport type Y = X;\n`;
const target = 'export const x = 1;\nexport type X = 1;\n';

/** The tree that is cruised: path → text. Files named `target` are only imported. */
const tree: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies: { runtime: '1' }, devDependencies: { devtool: '1' } }),
  ...Object.fromEntries(
    ['runtime', 'devtool', 'stowaway'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'exports.x = 1;\n'],
    ]),
  ),
  'iam/target.ts': target,
  'graph/target.ts': target,
  'graph/schema.ts': target,
  'graph/engines/ladybug/target.ts': target,
  'ingest/target.ts': target,
  'queries/target.ts': target,
  'queries/answers.ts': target,
  'server/target.ts': target,
  'web/target.ts': target,
  'test/target.ts': target,

  'ingest/circle-a.ts': "import { b } from './circle-b.ts';\nexport const a = (): unknown => b;\n",
  'ingest/circle-b.ts': "import { a } from './circle-a.ts';\nexport const b = (): unknown => a;\n",
  'ingest/type-circle-a.ts': "import type { B } from './type-circle-b.ts';\nexport type A = readonly B[];\n",
  'ingest/type-circle-b.ts': "import type { A } from './type-circle-a.ts';\nexport type B = readonly A[];\n",
  'queries/nobody.ts': 'export const alone = 1;\n',
  'ingest/nowhere.ts': value('./not-there.ts'),
  'iam/reads-files.ts': value('node:fs'),
  'iam/hashes.ts': value('node:crypto'),
  'iam/uses-package.ts': value('runtime'),
  'iam/uses-type-of-graph.ts': type('../graph/target.ts'),
  'graph/decides.ts': value('../iam/target.ts'),
  'graph/stores.ts': type('../iam/target.ts'),
  'graph/uses-ingest.ts': type('../ingest/target.ts'),
  'ingest/asks.ts': type('../queries/target.ts'),
  'ingest/derives.ts': value('../iam/target.ts'),
  'queries/reads-files.ts': type('../ingest/target.ts'),
  'queries/explains.ts': value('../iam/target.ts'),
  'server/decides.ts': value('../iam/target.ts'),
  'server/asks.ts': value('../queries/target.ts'),
  'web/reaches-in.ts': type('../server/target.ts'),
  'web/takes-schemas.ts': value('../queries/answers.ts'),
  'web/takes-graph.ts': value('../graph/target.ts'),
  'web/takes-schema.ts': value('../graph/schema.ts'),
  'web/takes-types.ts': type('../queries/answers.ts'),
  'web/bundles.ts': value('devtool'),
  'cli/takes-page.ts': value('../web/target.ts'),
  'cli/wiring.ts': value('../graph/engines/ladybug/target.ts'),
  'queries/names-engine.ts': value('../graph/engines/ladybug/target.ts'),
  'cli/commands/names-engine.ts': value('../../graph/engines/ladybug/target.ts'),
  'graph/engines/neo4j/borrows.ts': value('../ladybug/target.ts'),
  'server/uses-test.ts': value('../test/target.ts'),
  'server/uses-devtool.ts': value('devtool'),
  'server/uses-runtime.ts': value('runtime'),
  'ingest/uses-stowaway.ts': value('stowaway'),
};

/** Every violation that the tree holds: rule, importing file, what it imports. */
const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-circular', 'ingest/circle-a.ts', 'ingest/circle-b.ts'],
  ['no-orphans', 'queries/nobody.ts', 'queries/nobody.ts'],
  ['no-unresolvable', 'ingest/nowhere.ts', './not-there.ts'],
  ['iam-stands-alone', 'iam/reads-files.ts', 'fs'],
  ['iam-stands-alone', 'iam/uses-package.ts', 'node_modules/runtime/index.js'],
  ['iam-stands-alone', 'iam/uses-type-of-graph.ts', 'graph/target.ts'],
  ['graph-takes-types-of-iam-only', 'graph/decides.ts', 'iam/target.ts'],
  ['graph-is-left-of-ingest', 'graph/uses-ingest.ts', 'ingest/target.ts'],
  ['ingest-is-left-of-queries', 'ingest/asks.ts', 'queries/target.ts'],
  ['queries-read-the-graph', 'queries/reads-files.ts', 'ingest/target.ts'],
  ['server-is-thin', 'server/decides.ts', 'iam/target.ts'],
  ['web-talks-http', 'web/reaches-in.ts', 'server/target.ts'],
  ['web-talks-http', 'web/takes-graph.ts', 'graph/target.ts'],
  ['web-takes-types-of-answers-only', 'web/takes-schemas.ts', 'queries/answers.ts'],
  ['cli-knows-no-page', 'cli/takes-page.ts', 'web/target.ts'],
  ['engines-are-chosen-at-the-root', 'queries/names-engine.ts', 'graph/engines/ladybug/target.ts'],
  ['engines-are-chosen-at-the-root', 'cli/commands/names-engine.ts', 'graph/engines/ladybug/target.ts'],
  ['engines-know-not-each-other', 'graph/engines/neo4j/borrows.ts', 'graph/engines/ladybug/target.ts'],
  ['product-knows-no-tests', 'server/uses-test.ts', 'test/target.ts'],
  ['product-runs-without-dev-dependencies', 'server/uses-devtool.ts', 'node_modules/devtool/index.js'],
  ['dependencies-are-declared', 'ingest/uses-stowaway.ts', 'node_modules/stowaway/index.js'],
];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

describe('the boundaries between the folders', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rolepath-boundaries-')));
  let found: readonly string[] = [];

  beforeAll(async () => {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const folders = ['iam', 'graph', 'ingest', 'queries', 'server', 'web', 'cli', 'test'];
    const args = [cruiser, '--config', configFile, '--output-type', 'json', ...folders];
    // The JSON reporter exits with 0 whatever it finds.
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 });
    const result = JSON.parse(stdout) as { summary: { violations: readonly Violation[] } };
    found = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('catch every planted violation, and nothing else', () => {
    // A circle is named once.
    expect(found).toEqual(planted.map(([rule, from, to]) => `${rule}: ${from} -> ${to}`).sort());
  });

  it('have no rule without a planted violation', () => {
    const { forbidden } = createRequire(import.meta.url)(configFile) as { forbidden: readonly { name: string }[] };
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });
});
