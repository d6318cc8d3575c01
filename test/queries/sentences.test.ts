import { describe, expect, it } from 'vitest';
import type { AssumeDecision, GateResult } from '../../iam/types.ts';
import type { PrincipalAnswerRef } from '../../queries/answers.ts';
import { describeDecision, namePrincipal } from '../../queries/sentences.ts';
import { conditionOf } from '../support/graph-builder.ts';

const principal = (kind: string, name: string, account: string | null = 'prod'): PrincipalAnswerRef => ({
  arn: `arn of ${name}`,
  kind,
  name,
  accountId: account === null ? null : '000000000002',
  accountName: account,
  collected: true,
});

describe('a principal in a sentence', () => {
  it.each([
    [principal('role', 'deploy'), 'deploy in prod'],
    [principal('role', ''), 'arn of  in prod'],
    [principal('service', 'ec2.amazonaws.com', null), 'ec2.amazonaws.com'],
    [principal('root', 'prod'), 'the root user of prod'],
    [principal('external-account', '000000000002'), 'account prod'],
    [principal('anyone', 'anyone', null), 'anyone'],
    [principal('federated-subject', 'repo:a/*'), 'the federated subject repo:a/* in prod'],
    [{ ...principal('user', 'bob'), accountName: null }, 'bob in 000000000002'],
  ])('%o', (given, expected) => {
    expect(namePrincipal(given)).toBe(expected);
  });
});

const gate = (name: GateResult['gate'], verdict: GateResult['verdict'], why: string): GateResult => ({
  gate: name,
  verdict,
  statements: [],
  why,
});
const decision = (rest: Partial<AssumeDecision>): AssumeDecision => ({
  action: 'sts:AssumeRole',
  verdict: 'allowed',
  explicit: false,
  tagSession: [],
  setSourceIdentity: [],
  alternatives: [[]],
  truncated: false,
  gates: [],
  grant: 'trust',
  canTagSession: false,
  canSetSourceIdentity: false,
  canChooseSessionName: false,
  oidcSub: 'none',
  ...rest,
});

const cases: readonly { readonly name: string; readonly given: AssumeDecision; readonly expected: string }[] = [
  { name: 'allowed', given: decision({}), expected: 'ci in prod can assume deploy in prod.' },
  {
    name: 'the least demanding alternative, and how many others there are',
    given: decision({ verdict: 'conditional', alternatives: [[conditionOf('a')], [conditionOf('b')], [conditionOf('c')]] }),
    expected: 'ci in prod can assume deploy in prod if a is "x" (or in 2 other ways).',
  },
  {
    name: 'every gate that refuses, without the nearest misses',
    given: decision({
      verdict: 'denied',
      alternatives: [],
      gates: [
        gate('scp', 'denied', 'an SCP denies it'),
        gate('trust', 'allowed', 'trusted'),
        gate('identity', 'denied', 'nothing allows it; closest is statement 0.'),
      ],
    }),
    expected: 'ci in prod cannot assume deploy in prod: an SCP denies it; nothing allows it.',
  },
  {
    name: 'refused where no single gate refuses',
    given: decision({ verdict: 'denied', alternatives: [] }),
    expected: 'ci in prod cannot assume deploy in prod: its gates ask for what cannot all be true.',
  },
];

describe('a decision in a sentence', () => {
  it.each(cases)('$name', ({ given, expected }) => {
    expect(describeDecision(principal('role', 'ci'), principal('role', 'deploy'), given)).toBe(expected);
  });
});
