/** Every answer in every format, against files that a person has read. The names in the answers are hostile. */
import { expect, test } from 'vitest';
import { explainView } from '../../../cli/format/explain-view.ts';
import { ingestView } from '../../../cli/format/ingest-view.ts';
import { pathsView } from '../../../cli/format/paths-view.ts';
import { reachView } from '../../../cli/format/reach-view.ts';
import { snapshotsView } from '../../../cli/format/snapshots-view.ts';
import { createStyle } from '../../../cli/format/style.ts';
import { type OutputFormat, renderAnswer, type View } from '../../../cli/format/view.ts';
import { displayWidth } from '../../../cli/format/wrap-text.ts';
import type { ExplainAnswer, IngestAnswer } from '../../../queries/answers.ts';
import type { SnapshotsAnswer } from '../../../queries/snapshots-answer.ts';
import { arns, createFakeQuestions } from '../../support/fake-questions.ts';

const questions = createFakeQuestions();
const [explained, unexplained] = await Promise.all([
  questions.explain(arns.github, arns.pipeline),
  questions.explain(arns.bob, arns.admin),
]);

const forbidden: ExplainAnswer = {
  ...unexplained,
  explicit: true,
  gates: [
    {
      gate: 'scp',
      verdict: 'denied',
      statements: [{ policy: 'p-abcd1234', name: 'Guard \u001b[31mrails', index: 0, sid: 'NoProd', effect: 'Deny' }],
      why: 'A service control policy of the unit Sandbox denies it.',
    },
    {
      gate: 'trust',
      verdict: 'denied',
      statements: [{ policy: 'gone', name: 'gone', index: 3, sid: null, effect: 'Allow' }],
      why: 'It names others.',
    },
  ],
  evidence: [
    {
      policy: 'p-abcd1234',
      name: 'Guard \u001b[31mrails',
      kind: 'scp',
      document: { Statement: { Sid: 'NoProd', Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: `${arns.admin}/${'x'.repeat(70)}` } },
      statements: [0],
    },
  ],
};
const alternatives: ExplainAnswer = {
  ...explained,
  alternatives: [explained.conditions, [...explained.conditions].reverse().map((condition) => ({ ...condition, negated: true }))],
};

const summary = await questions.summary();
const finding = summary.findings[0];
const ingested: IngestAnswer = {
  snapshot: '20250504T100000Z-1',
  incomplete: true,
  truncated: false,
  cypher: null,
  counts: summary.counts,
  findings: [
    ...(finding ? [1, 2, 3, 4, 5].map((number) => ({ ...finding, path: `$.RoleDetailList[${number}].PermissionsBoundary` })) : []),
    {
      severity: 'skipped',
      code: 'broken-json',
      file: '=cmd\u202e.json',
      path: null,
      reason: 'Line 3, column 9: a comma is missing.',
      remedy: 'Collect the file again.',
    },
    {
      severity: 'notice',
      code: 'no-organization',
      file: '.',
      path: null,
      reason: 'There is no organization.json.',
      remedy: 'Add it if there is an organization.',
    },
  ],
  decided: { from: '20250503T100000Z-0', accounts: 1200, accountsDecidedAnew: 12, decisions: 46_268, decidedAnew: 1301 },
  timings: { read: 120, link: 33, decide: 12_345 },
};
const stored: SnapshotsAnswer = {
  current: 'b',
  problems: [{ id: 'c', code: 'snapshot-damaged', detail: 'It is damaged.' }],
  snapshots: [
    {
      id: 'b',
      current: true,
      createdAt: '2025-05-04T10:00:00Z',
      source: '@SUM(A1) <b>',
      engine: 'ladybug',
      incomplete: true,
      outdated: true,
      findings: 3,
      principals: 120,
      edges: 1_500_000,
    },
    {
      id: 'a',
      current: false,
      createdAt: '2025-05-03T10:00:00Z',
      source: 'prod',
      engine: 'ladybug',
      incomplete: false,
      outdated: false,
      findings: 0,
      principals: 119,
      edges: 14,
    },
  ],
};

/** Binds an answer to its view, so that cases of different answers stand in one list. */
const inFormats =
  <Answer>(answer: Answer, view: View<Answer>) =>
  (format: OutputFormat, width: number): string =>
    renderAnswer(answer, view, format, createStyle(false, width));

const cases = [
  { name: 'reach-from', render: inFormats(await questions.reachFrom(arns.bob), reachView) },
  { name: 'reach-to', render: inFormats(await questions.reachTo(arns.admin), reachView) },
  { name: 'paths', render: inFormats(await questions.paths(arns.github, arns.admin), pathsView) },
  { name: 'paths-alternatives', render: inFormats(await questions.paths(arns.alice, arns.deploy), pathsView) },
  { name: 'explain-conditional', render: inFormats(alternatives, explainView) },
  { name: 'explain-missing', render: inFormats(unexplained, explainView) },
  { name: 'explain-forbidden', render: inFormats(forbidden, explainView) },
  { name: 'ingest', render: inFormats(ingested, ingestView) },
  { name: 'snapshots', render: inFormats(stored, snapshotsView) },
];

for (const { name, render } of cases) {
  test.each(['table', 'csv'] as const)(`${name} as %s`, async (format) => {
    await expect(render(format, 80)).toMatchFileSnapshot(`golden/${name}.${format === 'table' ? 'txt' : format}`);
  });

  test.each([60, 80, 200])(`${name} fits %d columns and lets no character act on the terminal`, (width) => {
    const table = render('table', width);
    expect(table.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(table).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
}

test('the table of a principal with a very long ARN shows all of it', async () => {
  const table = inFormats(await questions.reachTo(arns.admin), reachView)('table', 60);
  const lines = table.split('\n');
  const roles = lines.map((line) => line.slice(lines[0]?.indexOf('Principal'), lines[0]?.indexOf('Account')).trim());
  expect(roles.join('')).toContain(arns.long.slice('arn:aws:iam::'.length));
});

test('JSON is the answer, unchanged', async () => {
  const answer = await questions.reachFrom(arns.bob);
  expect(JSON.parse(inFormats(answer, reachView)('json', 80))).toEqual(answer);
});

test.each([
  ['reach', (await questions.reachFrom(arns.bob)).rows, inFormats(await questions.reachFrom(arns.bob), reachView)],
  ['paths', (await questions.paths(arns.alice, arns.deploy)).paths, inFormats(await questions.paths(arns.alice, arns.deploy), pathsView)],
  ['explain', [unexplained], inFormats(unexplained, explainView)],
  ['ingest', ingested.findings, inFormats(ingested, ingestView)],
  ['snapshots', stored.snapshots, inFormats(stored, snapshotsView)],
] as const)('%s as jsonl has one row to a line', (_name, rows, render) => {
  const lines = render('jsonl', 80).trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
});
