/** OCSF Detection Findings: every one is what the public schema asks for, with names as hostile as they come. */
import { describe, expect, test } from 'vitest';
import { renderOcsf } from '../../../cli/format/audit/ocsf.ts';
import type { AuditAnswer, AuditFinding } from '../../../queries/audit-answer.ts';
import { type DetectionFinding, detectionFindingSchema } from '../../support/ocsf-detection-finding.ts';
import { hostile, sampleAudit } from '../../support/sample-audit.ts';

const render = (answer: AuditAnswer): DetectionFinding[] =>
  [...renderOcsf(answer, '1.2.3')].map((line) => {
    expect(line.endsWith('\n') && !line.slice(0, -1).includes('\n')).toBe(true);
    return detectionFindingSchema.parse(JSON.parse(line));
  });

test('one line for each finding, the muted ones as suppressed', () => {
  const events = render(sampleAudit);
  expect(events.map(({ finding_info, status, is_alert, severity, time }) => [finding_info.uid, status, is_alert, severity, time])).toEqual([
    ['00000000000000a1', 'New', true, 'Critical', Date.parse(sampleAudit.createdAt)],
    ['00000000000000a2', 'New', true, 'High', Date.parse(sampleAudit.createdAt)],
    ['00000000000000a3', 'Suppressed', false, 'High', Date.parse(sampleAudit.createdAt)],
  ]);
  expect(events[2]?.comment).toContain('until 2027-01-01');
  expect(events[1]?.cloud.account?.name).toBe(hostile);
});

test('a chain is told with its statements, and who stands between can be searched for', () => {
  const [event] = render(sampleAudit);
  const chain = sampleAudit.findings[0]?.chain;
  expect(event?.observables.map(({ value }) => value)).toEqual(
    expect.arrayContaining([...(chain?.principals.map(({ arn }) => arn) ?? []), '300000000003']),
  );
  expect(event?.evidences[0]?.data).toMatchObject({ chain: { requires: chain?.requires }, statements: [expect.stringContaining('Trust')] });
});

const [, wide] = sampleAudit.findings;
if (wide === undefined) throw new Error('The sample has lost its findings.');

interface Shape {
  readonly name: string;
  readonly finding: Partial<AuditFinding>;
  readonly expected: object;
}

const shapes: readonly Shape[] = [
  {
    name: 'an account alone',
    finding: { role: null },
    expected: { resources: [{ uid: '400000000004', type: 'AWS::Organizations::Account' }] },
  },
  {
    name: 'nothing but details',
    finding: { role: null, account: null },
    expected: { resources: [], observables: [], cloud: { provider: 'AWS' } },
  },
  { name: 'a role', finding: {}, expected: { resources: [{ type: 'AWS::IAM::role', labels: ['target'] }] } },
  ...(['info', 'low', 'medium', 'high', 'critical'] as const).map((severity, index) => ({
    name: severity,
    finding: { severity },
    expected: { severity_id: index + 1 },
  })),
];

test.each(shapes)('$name', ({ finding, expected }) => {
  const [event] = render({ ...sampleAudit, findings: [{ ...wide, ...finding }] });
  expect(event).toMatchObject(expected);
});

describe('the schema of this test', () => {
  const [good] = render(sampleAudit);
  test.each<[string, object]>([
    ['a time in seconds', { time: 1_767_323_045 }],
    ['another class', { class_uid: 2001 }],
    ['a type that does not follow', { type_uid: 200_402 }],
    ['a caption of another number', { severity_id: 3 }],
    ['an attribute that there is not', { severity_name: 'High' }],
    ['a missing requirement', { metadata: undefined }],
    ['no evidence', { evidences: [] }],
    ['an observable of nothing', { observables: [{ name: 'resources[].uid', type: 'Resource UID', type_id: 10, value: 'x' }] }],
  ])('refuses %s', (_name, change) => {
    expect(detectionFindingSchema.safeParse({ ...good, ...change }).success).toBe(false);
  });
});
