/** Root sessions in answers: explained from the graph alone, the end of chains, with the command that opens them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
import { createMemoryReader } from '../support/memory-store.ts';
import { buildSmallOrganization, readSmallOrganization } from '../support/small-organization.ts';
import { testManifest } from '../support/snapshot-view.ts';

async function ask(): Promise<Questions> {
  const text = readFileSync(join(import.meta.dirname, '../orgs/root-sessions.json'), 'utf8');
  const graph = await buildSmallOrganization(readSmallOrganization(text));
  return createQuestions({ adjacency: buildAdjacency(testManifest.id, graph), store: createMemoryReader(graph), manifest: testManifest });
}

const root = (account: string): string => `arn:aws:iam::${account}:root`;

it('agree with their explanations, as their absence does', async () => {
  const questions = await ask();
  const edges = new Map([...questions.edges()].map((edge) => [`${edge.from} ${edge.to}`, edge]));
  expect([...edges.values()].filter(({ action }) => action === 'sts:AssumeRoot').length).toBe(3);
  for (const from of ['user/ann', 'user/eve', 'role/responder']) {
    for (const account of ['222222222222', '333333333333']) {
      const { from: arn, verdict, alternatives, requires, action, sentence } = await questions.explain(from, root(account));
      const edge = edges.get(`${arn} ${root(account)}`);
      expect({ action, verdict, alternatives, requires }).toEqual({
        action: 'sts:AssumeRoot',
        verdict: edge?.verdict ?? 'denied',
        alternatives: edge?.alternatives ?? [],
        requires: edge?.requires ?? [],
      });
      expect(sentence).toContain('the root user of');
    }
  }
});

it('are the last hop of a chain', async () => {
  const questions = await ask();
  const { paths } = await questions.paths('ann', root('333333333333'));
  expect(paths.map(({ edges }) => edges.map(({ action }) => action))).toContainEqual(['sts:AssumeRoot']);
  expect((await questions.reachFrom(root('333333333333'))).rows).toEqual([]);
  const { paths: limited } = await questions.paths('responder', root('333333333333'));
  expect(JSON.stringify(limited)).toContain('arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy');
});
