/** The audit of the example organization: every query answers, every chain has its evidence, and every finding is good OCSF. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderOcsf } from '../../cli/format/audit/ocsf.ts';
import { createLadybugWriter, ladybugVersion, openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import { type OpenSnapshot, openSnapshot } from '../../graph/snapshots.ts';
import { ingest } from '../../ingest/ingest.ts';
import { runAudit } from '../../queries/audit/run-audit.ts';
import type { AuditAnswer } from '../../queries/audit-answer.ts';
import { createQuestions } from '../../queries/index.ts';
import { loadQueries } from '../../queries/saved/load-queries.ts';
import { openTestCypher } from '../support/ladybug-cypher.ts';
import { detectionFindingSchema } from '../support/ocsf-detection-finding.ts';

const root = join(import.meta.dirname, '../..');
let dataDir: string;
let snapshot: OpenSnapshot;
let answer: AuditAnswer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rolepath-example-'));
  const engine = { name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter } as const;
  await ingest({ paths: [join(root, 'examples/acme')], dataDir, strict: true, engine, version: 'test' });
  snapshot = await openSnapshot(dataDir, { openStore: (path) => openLadybugStore(path), openCypher: (path) => openTestCypher(path) });
  const queries = await loadQueries([{ path: join(root, 'queries/library'), isBuiltIn: true }]);
  answer = await runAudit(
    {
      queries: queries.filter(({ severity }) => severity !== 'info'),
      ...{ parameters: {}, mutes: [], guards: [], today: '2026-01-01' },
      limits: { limit: 100_000, milliseconds: 120_000 },
      onStep: () => undefined,
    },
    createQuestions(snapshot),
  );
}, 180_000);

afterAll(async () => {
  await snapshot?.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('every query answers', () => {
  expect(answer.queries.filter(({ status }) => status === 'failed').map(({ error }) => error)).toEqual([]);
  expect(answer.findings.length).toBeGreaterThan(50);
});

test('every finding has an id of its own, and says who, into what or where', () => {
  expect(new Set(answer.findings.map(({ id }) => id)).size).toBe(answer.findings.length);
  for (const { principal, role, account, sentence } of answer.findings) {
    expect(sentence).not.toBe('');
    expect([principal, role, account].some((one) => one !== null)).toBe(true);
  }
});

test('every hop of a chain has a statement that lets it happen', () => {
  const withChain = answer.findings.filter(({ chain }) => chain !== null);
  expect(withChain.length).toBeGreaterThan(10);
  for (const { sentence, chain, evidence } of withChain) {
    const allowed = evidence.filter(({ effect, gate }) => effect === 'Allow' && (gate === 'trust' || gate === 'identity'));
    for (const hop of chain?.edges.keys() ?? [])
      expect(
        allowed.some((one) => one.hop === hop + 1),
        `${sentence}, hop ${hop + 1}`,
      ).toBe(true);
  }
});

test('every finding is an OCSF Detection Finding', () => {
  const lines = [...renderOcsf(answer, '1.2.3')];
  expect(lines.length).toBe(answer.findings.length);
  for (const line of lines) detectionFindingSchema.parse(JSON.parse(line));
});
