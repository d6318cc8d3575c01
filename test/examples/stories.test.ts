/** The example organization tells the stories that its README promises: each is asked of a snapshot of it, as a user would ask. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLadybugWriter, ladybugVersion, openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import { type OpenSnapshot, openSnapshot } from '../../graph/snapshots.ts';
import { ingest } from '../../ingest/ingest.ts';
import type { ExplainAnswer } from '../../queries/answers.ts';
import { createQuestions, type Questions } from '../../queries/index.ts';

const storySchema = z.strictObject({
  topic: z.string(),
  name: z.string(),
  why: z.string(),
  from: z.string(),
  to: z.string(),
  /** ARNs from source to role; null: the story is about the direct call; empty: there must be no chain at all. */
  chain: z.array(z.string()).nullable(),
  verdict: z.enum(['allowed', 'conditional', 'denied']),
  /** What the hops ask for, together. */
  requires: z.array(z.string()),
  /** Whether a Deny statement refuses the direct call. */
  explicit: z.boolean(),
  /** Gates that refuse the direct call. */
  stoppedAt: z.array(z.enum(['caller', 'rcp', 'scp', 'trust', 'identity', 'boundary'])),
  /** Statements among the evidence of some hop, by `sid` or else by `index`. */
  decidedBy: z.array(z.strictObject({ gate: z.string(), policy: z.string(), sid: z.string().optional(), index: z.number().optional() })),
});
type Story = z.infer<typeof storySchema>;

const root = join(import.meta.dirname, '../..');
const stories = z.array(storySchema).parse(JSON.parse(await readFile(join(root, 'test/cases/example-stories.json'), 'utf8')));

let dataDir: string;
let snapshot: OpenSnapshot;
let questions: Questions;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rolepath-example-'));
  const engine = { name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter } as const;
  await ingest({ paths: [join(root, 'examples/acme')], dataDir, strict: true, engine, version: 'test' });
  snapshot = await openSnapshot(dataDir, { openStore: (path) => openLadybugStore(path) });
  questions = createQuestions(snapshot);
}, 60_000);

afterAll(async () => {
  await snapshot?.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('the example is read without loss, and has the leftovers that it shows', () => {
  const { findings, incomplete, counts } = snapshot.manifest;
  expect(incomplete).toBe(false);
  expect(findings.map(({ severity, code, file }) => [severity, code, file])).toEqual([
    ['notice', 'dead-trust-deleted-principal', 'accounts/333344445555.json'],
    ['notice', 'dead-trust-deleted-principal', 'accounts/777788889999.json'],
  ]);
  expect(counts.accounts).toBeGreaterThanOrEqual(9);
  const principals = counts.users + counts.roles + counts.groups;
  expect(principals).toBeGreaterThanOrEqual(100);
  expect(principals).toBeLessThanOrEqual(150);
});

test('story names are unique', () => {
  expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length);
});

test('the README tells every story, with its verdict', async () => {
  const readme = await readFile(join(root, 'examples/README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| \*\*([\w-]+)\*\*: [^|]*\|[^|]*\| ([^|]*) \|/gm)].map(([, name, verdict]) => [name, verdict]);
  expect(told).toEqual(stories.map((story) => [story.name, verdictInReadme(story)]));
});

function verdictInReadme({ chain, verdict, explicit }: Story): string {
  if (chain?.length === 0) return 'no chain';
  return explicit ? `${verdict} (explicit)` : verdict;
}

describe.each(stories)('$name', (story) => {
  test(story.why, async () => {
    const hops = await Promise.all(hopsOf(story).map(([from, to]) => questions.explain(from, to)));
    if (story.chain === null) expectDirect(story, hops[0]);
    else if (story.chain.length === 0) expect((await questions.paths(story.from, story.to, { maxHops: 32 })).paths).toEqual([]);
    else await expectChain(story, hops);
    expect(hops.some(({ explicit }) => explicit)).toBe(story.explicit);
    for (const gate of story.stoppedAt) expect(refusals(hops), 'gates that refuse').toContain(gate);
    for (const wanted of story.decidedBy) expect(evidence(hops), 'evidence').toContainEqual(expect.objectContaining(wanted));
  });
});

/** The pairs of which the story speaks: the hops of its chain, or the direct call. */
function hopsOf({ chain, from, to }: Story): [from: string, to: string][] {
  if (chain === null || chain.length === 0) return [[from, to]];
  return chain.slice(1).map((next, index) => [chain[index] ?? from, next]);
}

function expectDirect({ verdict, requires }: Story, answer: ExplainAnswer | undefined): void {
  expect(answer).toMatchObject({ verdict, requires });
}

async function expectChain({ from, to, chain, verdict, requires }: Story, hops: readonly ExplainAnswer[]): Promise<void> {
  const { paths } = await questions.paths(from, to, { limit: 100 });
  const path = paths.find(({ principals }) => principals.map(({ arn }) => arn).join(' ') === chain?.join(' '));
  expect(path, `the chain among ${paths.length}`).toMatchObject({ verdict });
  expect([...(path?.requires ?? [])].sort()).toEqual(requires);
  // What paths say of a hop and what explain says of it are worked out separately.
  expect(hops.map(({ verdict, requires }) => ({ verdict, requires }))).toEqual(
    path?.edges.map(({ verdict, requires }) => ({ verdict, requires })),
  );
}

const refusals = (hops: readonly ExplainAnswer[]) =>
  hops.flatMap(({ gates }) => gates.filter(({ verdict }) => verdict === 'denied').map(({ gate }) => gate));

const evidence = (hops: readonly ExplainAnswer[]) =>
  hops.flatMap(({ gates }) => gates.flatMap(({ gate, statements }) => statements.map((statement) => ({ ...statement, gate }))));
