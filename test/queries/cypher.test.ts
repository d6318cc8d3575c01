/** Each view's Cypher runs on either engine as it is shown for it, and gives the same rows as the view. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { checkCypher } from '../../graph/cypher/guard.ts';
import type { GraphStore } from '../../graph/store.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import { dialects } from '../../queries/cypher-dialect.ts';
import { diffSnapshots } from '../../queries/diff/diff-snapshots.ts';
import type { ChainOptions, Questions } from '../../queries/questions.ts';
import { engines } from '../support/engines.ts';
import { accountId, buildGraph, type GraphSketch } from '../support/graph-builder.ts';
import { randomSketch } from '../support/random-sketch.ts';
import { sketchView, testManifest } from '../support/snapshot-view.ts';
import { temporaryDirectoryOfFile } from '../support/temporary-directory.ts';

const directory = temporaryDirectoryOfFile();

/** Without spaces: sketches put them between the names of an edge. */
const hostileNames = [
  "o'hara", // ends a literal
  'back\\slash\\', // escapes the quote after it
  '\\u0027})RETURN/**/1//', // an escaped quote
  '"})MATCH(n)DETACH/**/DELETE/**/n//',
  '$parameter{x:1}`tick`',
  'line\nbreak\ttab\r',
  'right\u202eto_left\u2066', // turns the text around it
  '/*comment*/--;RETURN/**/2',
  'emoji_😀_and_tag_\u{e0041}',
];

const handMade: GraphSketch = {
  accounts: ['1 build', "2 pr'od", '9 partner'],
  accountJson: { 9: { inOrganization: false, collected: false, unitPath: '' } },
  principals: [
    'user alice@1',
    'role ci@1',
    'role deploy@2',
    'role admin@2',
    'role audit@2',
    'service ec2.amazonaws.com',
    'anyone anyone',
    'external-account partner@9',
    ...hostileNames.map((name) => `role ${name}@2`),
  ],
  edges: [
    'alice > ci',
    'ci >? deploy mfa',
    'deploy > admin',
    'ci > audit',
    'audit >? admin external-id',
    'admin > alice',
    'admin > admin',
    'ec2.amazonaws.com > ci',
    'anyone > audit',
    'partner >? deploy external-id',
    ...hostileNames.map((name) => `ci > ${name}`),
  ],
  policies: [{ of: 'deploy', as: 'trust', name: 'trust', document: { Statement: [] } }],
};

const sketches: readonly GraphSketch[] = [handMade, ...fc.sample(randomSketch, { numRuns: 3, seed: 7 })];
const chainOptions: readonly ChainOptions[] = [
  {},
  { maxHops: 2 },
  { unconditional: true },
  { crossAccount: true },
  { limit: 2 },
  { limit: 2, offset: 1 },
  { without: ['mfa'] },
  { without: ['external-id', "o'hara"], unconditional: true },
  { account: '1' },
].map((options) => ({ ...options, stateless: true, ...('account' in options ? { account: accountId('1') } : {}) }));
/** Of one question only. */
const reachOptions: readonly ChainOptions[] = [{ kinds: ['user', 'service'] }, { highValue: true }, { unit: 'Root', kinds: ['role'] }];
const pathsOptions: readonly ChainOptions[] = [{ order: 'conditions' }, { shortest: true }];

/** Neo4j plans each text anew, which takes its time: of the random graphs it gets the first. */
const cases = engines.flatMap((engine) =>
  sketches.flatMap((sketch, number) => (engine.name === 'neo4j' && number > 1 ? [] : [{ engine, name: engine.name, sketch, number }])),
);

describe.each(cases)('$name, graph $number', { timeout: 300_000 }, ({ engine, sketch, number }) => {
  let store: GraphStore;
  let questions: Questions;
  const names = buildGraph(sketch).nodes.Principal.map(({ arn }) => arn);
  const roles = buildGraph(sketch)
    .nodes.Principal.filter(({ kind }) => kind === 'role')
    .map(({ arn }) => arn);

  /** Each principal to two of the roles, and some roles to themselves. */
  const pairs = [
    ...names.flatMap((name, place) => [0, 1].map((turn) => [name, roles[(place * 3 + turn * 2) % roles.length] ?? ''] as const)),
    ...roles.slice(0, 4).map((role) => [role, role] as const),
  ];

  beforeAll(async () => {
    const graph = buildGraph(sketch);
    store = await (await engine.load(graph, mkdtempSync(join(directory, 'graph-')))).openStore();
    const cypher = { engine: engine.name, run: () => Promise.reject(new Error('Nobody asks it here.')), close: () => Promise.resolve() };
    questions = createQuestions({ adjacency: buildAdjacency(testManifest.id, graph), store, manifest: testManifest, cypher });
  }, 300_000);
  afterAll(() => store?.close());

  const run = (cypher: string | null) => {
    // People may run what a view shows. Names with an escape in them (of the hand-made graph) are the guard's to refuse.
    if (number > 0) checkCypher(cypher ?? '', engine.name);
    return store.run(cypher ?? '', {});
  };

  it.each([...chainOptions, ...reachOptions])('reach %j', async (options) => {
    for (const name of names) {
      const from = await questions.reachFrom(name, options);
      expect(await readReach(from.cypher)).toEqual(from.rows.map(describeReach));
    }
    for (const name of roles) {
      const to = await questions.reachTo(name, options);
      expect(await readReach(to.cypher)).toEqual(to.rows.map(describeReach));
    }
  });
  const describeReach = ({ principal, hops, verdict }: { principal: { arn: string }; hops: number; verdict: string }) => ({
    arn: principal.arn,
    hops,
    verdict,
  });
  const readReach = async (cypher: string | null) =>
    (await run(cypher)).map(({ arn, hops, conditionalHops }) => ({
      arn,
      hops,
      verdict: conditionalHops === 0 ? 'allowed' : 'conditional',
    }));

  it.each([...chainOptions, ...pathsOptions])('paths %j', async (options) => {
    for (const [from, to] of pairs) {
      const answer = await questions.paths(from, to, options);
      const rows = await run(answer.cypher);
      expect(rows.map(({ p }) => (p as { nodes: { arn: string }[] }).nodes.map(({ arn }) => arn))).toEqual(
        answer.paths.map(({ principals }) => principals.map(({ arn }) => arn)),
      );
    }
  });

  it.each([{}, { maxHops: 2 }])('choke points %j', async (options) => {
    const answer = await questions.chokePoints(options);
    const rows = await run(answer.cypher);
    expect(rows).toHaveLength(answer.pairs);
    for (const { role, principal, hops } of rows.slice(0, 20)) {
      const { rows: reached } = await questions.reachFrom(String(principal), { ...options, stateless: true });
      expect(reached.find(({ principal: { arn } }) => arn === role)?.hops).toBe(hops);
    }
  });

  it('the map, and what is between two of its places', async () => {
    for (const grouping of ['account', 'unit'] as const) {
      const answer = await questions.overview({ grouping, open: [] });
      const rows = await run(answer.cypher);
      const total = rows.reduce((sum, { edges }) => sum + Number(edges), 0);
      expect(total).toBe([...questions.edges()].length);
      for (const { from, to, edges } of answer.edges.slice(0, 5)) {
        const between = await questions.between(from, to);
        expect(await run(between.cypher)).toHaveLength(between.total);
        expect(between.total).toBe(edges);
      }
    }
    if (number > 0) return;
    const { groups } = await questions.overview({ grouping: 'account', open: [] });
    for (const { id } of groups) {
      const between = await questions.between('external-accounts', id);
      expect(await run(between.cypher)).toHaveLength(between.total);
    }
  });

  it('explain and cut', async () => {
    for (const { from, to } of [...questions.edges()].slice(0, 5)) {
      for (const { cypher } of [await questions.explain(from, to), await questions.cutEdge(from, to)]) {
        const rows = await run(cypher);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect([arnOf(row['source']), arnOf(row['role'])]).toEqual([from, to]);
      }
      const rows = await run((await questions.cut(to, { stateless: true })).cypher);
      for (const { gate, edges } of rows) expect([['trust', 'identity'].includes(String(gate)), Number(edges) > 0]).toEqual([true, true]);
    }
  });

  it('neighbours', async () => {
    for (const name of names) {
      const answer = await questions.neighbours(name);
      const edges = (await run(answer.cypher)).map((row) => `${arnOf(row['source'])} ${arnOf(row['role'])}`);
      const shown = [...answer.out, ...answer.in.filter(({ from }) => from !== name)];
      expect(edges.sort()).toEqual(shown.map(({ from, to }) => `${from} ${to}`).sort());
    }
  });

  it('principal', async () => {
    for (const name of names) {
      const answer = await questions.principal(name);
      const rows = await run(answer.cypher);
      expect(rows.map((row) => arnOf(row['principal']))).toEqual([name]);
      expect(rows.flatMap(({ policy }) => (policy === null ? [] : [(policy as { id: string }).id]))).toEqual(
        answer.policies.map(({ id }) => id),
      );
    }
  });

  it.each(['role:', 'a', 'deploy', "account:PR'OD role:", 'account:build alice', '000000000002', 'nothing-has-this', "'", '\\'])(
    'search %s',
    async (text) => {
      const answer = await questions.search(text, { limit: 100 });
      const arns = (await run(answer.cypher)).map((row) => arnOf(row['principal']));
      expect(arns.sort()).toEqual(answer.hits.map(({ arn }) => arn).sort());
    },
  );
});

/** With its edges turned about: some opened, some closed, some under other conditions; and one principal in place of another. */
const laterHandMade: GraphSketch = {
  ...handMade,
  principals: [...handMade.principals.filter((text) => text !== 'role audit@2'), 'role auditor@2'],
  edges: [
    ...(handMade.edges ?? [])
      .filter((text) => !text.includes('audit') && text !== 'deploy > admin')
      .map((text) => (text === 'ci >? deploy mfa' ? 'ci >? deploy external-id' : text === 'admin > alice' ? 'admin >? alice mfa' : text)),
    'alice > admin',
    'anyone >? auditor mfa',
  ],
};
const pairsOfSketches = [
  [handMade, laterHandMade],
  [sketches[1] ?? handMade, sketches[2] ?? handMade],
] as const;

describe.each(engines.flatMap((engine) => pairsOfSketches.map((pair, number) => ({ engine, name: engine.name, pair, number }))))(
  'two snapshots ($name, pair $number)',
  { timeout: 300_000 },
  ({ engine, pair }) => {
    it('differ in what their Cypher gives, run on each', async () => {
      const [before, after] = pair.map(sketchView);
      if (before === undefined || after === undefined) throw new Error('There are two sketches.');
      const answer = await diffSnapshots(before, after);
      checkCypher(answer.cypher ?? '', engine.name);
      const listRows = async (sketch: GraphSketch) => {
        const store = await engine.open(buildGraph(sketch));
        return await store.run(answer.cypher ?? '', {});
      };
      // One after the other: Neo4j has one graph at a time.
      const rows = { before: await listRows(pair[0]), after: await listRows(pair[1]) };
      const namesOf = (side: keyof typeof rows) => [...new Set(rows[side].map(({ principal }) => String(principal)))];
      const principals = { before: namesOf('before'), after: namesOf('after') };
      expect(principals.after.filter((name) => !principals.before.includes(name)).sort()).toEqual(arnsOf(answer.principals.added));
      expect(principals.before.filter((name) => !principals.after.includes(name)).sort()).toEqual(arnsOf(answer.principals.gone));

      const texts = (side: keyof typeof rows) => rows[side].filter(({ role }) => role !== null).map((row) => JSON.stringify(row));
      const onlyIn = (side: keyof typeof rows, other: keyof typeof rows) => {
        const left = texts(other);
        return texts(side)
          .filter((text) => {
            const place = left.indexOf(text);
            if (place >= 0) left.splice(place, 1);
            return place < 0;
          })
          .map((text) => JSON.parse(text) as Record<string, unknown>)
          .map(({ principal, role, verdict, requires }) => JSON.stringify([principal, role, verdict, requires]))
          .sort();
      };
      const { opened, closed, changed } = answer.edges;
      const shown = (edges: typeof opened) =>
        edges.map(({ from, to, verdict, requires }) => JSON.stringify([from, to, verdict, requires])).sort();
      expect(opened.length + closed.length + changed.length).toBeGreaterThan(0);
      expect(onlyIn('before', 'after')).toEqual(shown([...closed, ...changed.map((change) => change.before)]));
      expect(onlyIn('after', 'before')).toEqual(shown([...opened, ...changed.map((change) => change.after)]));
    });
  },
);

const arnsOf = (principals: readonly { readonly arn: string }[]): string[] => principals.map(({ arn }) => arn);
const arnOf = (node: unknown): string => (node as { arn: string }).arn;

describe.each(engines)('a quoted value ($name)', { timeout: 300_000 }, (engine) => {
  const { quote } = dialects[engine.name];

  it('comes back as it was, whatever it holds', async () => {
    const store = await engine.open(buildGraph({ principals: ['anyone anyone'] }));
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '"', 'u', '0', '2', '7', 'U', 'n', '\n', '\u202e', '\0', '`', '$', ';', '\u{e0041}') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (values) => {
        const row = Object.fromEntries(values.map((value, place) => [`v${place}`, value]));
        const columns = values.map((value, place) => `${quote(value)} AS v${place}`);
        expect(await store.run(`RETURN ${columns.join(', ')}`, {})).toEqual([row]);
      }),
      { numRuns: 50, examples: [[hostileNames]] },
    );
  });

  it('shows no character that cannot be seen or that turns the text around it', () => {
    const long = { ladybug: '\\U000e0041', neo4j: '\\udb40\\udc41' }[engine.name];
    expect(quote('a\u202eb\u0007c\u2028d\u{e0041}')).toBe(`'a\\u202eb\\u0007c\\u2028d${long}'`);
  });
});
