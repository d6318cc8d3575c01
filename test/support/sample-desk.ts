/** A data directory with two snapshots that differ, without a disk; for tests of the page. */
import { diffCypher } from '../../queries/diff/diff-cypher.ts';
import type { DiffAnswer, ReachChange } from '../../queries/diff-answer.ts';
import type { Questions } from '../../queries/questions.ts';
import type { SnapshotDesk } from '../../server/route.ts';
import { arns, createFakeQuestions } from './fake-questions.ts';

const facts = { source: 'test/fake <organization>', incomplete: false } as const;
const ids = ['fake-1', 'fake-0'] as const;
const madeAt = { 'fake-1': '2025-05-04T10:00:00.000Z', 'fake-0': '2025-04-04T10:00:00.000Z' } as const;

async function compare(questions: Questions, before: string, after: string, maxHops: number): Promise<DiffAnswer> {
  const edges = [...questions.edges()];
  const { rows } = await questions.reachFrom(arns.alice);
  const gained = rows.map(
    ({ principal, hops, verdict, requires, chain }): ReachChange => ({
      ...{ from: { ...principal, arn: arns.alice, name: 'alice', kind: 'user' }, to: principal, highValue: principal.name === 'admin' },
      ...{ hops, verdict, requires, chain, sentence: `alice now reaches ${principal.name}.` },
    }),
  );
  const none = { total: 0, rows: [] };
  const side = (id: string) => ({ id, createdAt: madeAt['fake-1'], ...facts });
  return {
    ...{ snapshot: after, incomplete: false, truncated: false, cypher: diffCypher(before, after) },
    ...{ maxHops, before: side(before), after: side(after) },
    totals: { principalsAdded: 0, principalsGone: 0, rolesAdded: 0, rolesGone: 0, edgesOpened: 2, edgesClosed: 1, edgesChanged: 0 },
    principals: { added: [], gone: [] },
    edges: { opened: edges.slice(0, 2), closed: edges.slice(-1), changed: [] },
    reach: { complete: true, gained: { total: gained.length, rows: gained }, lost: none, eased: none, tightened: none },
  };
}

export const sampleDesk: SnapshotDesk = {
  list: async () => ({
    current: ids[0],
    snapshots: ids.map((id) => ({
      ...{ id, current: id === ids[0], createdAt: madeAt[id], engine: 'ladybug', outdated: false, findings: 1, principals: 13, edges: 13 },
      ...facts,
    })),
    problems: [],
  }),
  problem: () => null,
  diff: (before, after, { maxHops }) => compare(createFakeQuestions(), before, after, maxHops),
};
