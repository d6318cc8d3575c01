/** Audits beside other work: one at a time, patient where the graph is busy, and over when whoever asked has gone. */
import { expect, test } from 'vitest';
import { CypherError } from '../../../graph/cypher-runner.ts';
import { createAuditor } from '../../../queries/audit/audit-in-turn.ts';
import type { Questions } from '../../../queries/questions.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';
import { answerSample, sampleQueries } from '../../support/sample-queries.ts';

const never = new AbortController().signal;
const ask = (cypher: Questions['cypher']): Questions => ({ ...createFakeQuestions(), cypher });

test('finds what the queries find, without those that ask for something or are for reading', async () => {
  const answer = await createAuditor()(ask(answerSample), sampleQueries, never);
  expect(answer.queries.map(({ id, status }) => [id, status])).toEqual([
    ['outsiders', 'found'],
    ['nobody', 'passed'],
    ['broken', 'failed'],
  ]);
  expect(answer.findings.map(({ query }) => query)).toEqual(['outsiders', 'outsiders']);
});

test('asks again where the graph is busy', async () => {
  let refusals = 2;
  const busy: Questions['cypher'] = async (text) => {
    refusals -= 1;
    if (refusals >= 0) throw new CypherError('cypher-busy', 'Too many queries are running.');
    return await answerSample(text);
  };
  const { findings } = await createAuditor()(ask(busy), sampleQueries, never);
  expect(findings).toHaveLength(2);
});

test('runs one audit after the other', async () => {
  let running = 0;
  let most = 0;
  const slow: Questions['cypher'] = async (text) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return await answerSample(text);
  };
  const audit = createAuditor();
  const answers = await Promise.all([1, 2, 3].map(() => audit(ask(slow), sampleQueries, never)));
  expect(most).toBe(1);
  expect(answers.map(({ findings }) => findings.length)).toEqual([2, 2, 2]);
});

test('ends when whoever asked has gone, and the next one has its turn', async () => {
  const audit = createAuditor();
  const gone = new AbortController();
  const signals: unknown[] = [];
  const leaving: Questions['cypher'] = async (text, options) => {
    signals.push(options?.signal);
    gone.abort();
    return await answerSample(text);
  };
  const left = audit(ask(leaving), sampleQueries, gone.signal);
  const waiting = audit(ask(leaving), sampleQueries, gone.signal);
  const next = audit(ask(answerSample), sampleQueries, never);
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect((await next).findings).toHaveLength(2);
  expect(signals).toEqual([gone.signal]);
});
