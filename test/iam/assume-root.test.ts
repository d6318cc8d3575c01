/** Runs every case of test/cases/assume-root.json: who may open root sessions in account 333333333333, a member, unless the case says otherwise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AccountFacts, type AssumeDecision, decideAssumeRoot, requiresOf } from '../../iam/index.ts';
import { caseSchema, describeAlternatives, readCase } from '../support/decision-case.ts';
import { showDecision } from '../support/show-decision.ts';

const given = caseSchema.shape.given.shape;
const accountSchema = given.accounts.unwrap().valueType.extend({ delegated: z.boolean().optional() });
const rootCase = z.strictObject({
  name: z.string(),
  why: z.string(),
  caller: z.string().default('arn:aws:iam::111111111111:role/responder'),
  kind: z.enum(['role', 'root']).default('role'),
  policies: given.caller.shape.policies.default([{ Effect: 'Allow', Action: '*', Resource: '*' }]),
  boundary: given.caller.shape.boundary,
  target: z.string().default('333333333333'),
  /** Whether centralized root access is on. */
  feature: z.boolean().default(true),
  accounts: z.record(z.string(), accountSchema).default({}),
  expected: caseSchema.shape.expected,
});
const cases = z.array(rootCase).parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cases/assume-root.json'), 'utf8')));

function decideCase({ caller: arn, kind, policies, boundary, target, feature, accounts }: z.infer<typeof rootCase>): AssumeDecision {
  const delegated = new Set(['111111111111', ...Object.entries(accounts).flatMap(([id, account]) => (account.delegated ? [id] : []))]);
  const plain = Object.entries(accounts).map(([id, { delegated: _, ...account }]) => [id, account] as const);
  const { caller, role } = readCase({
    accounts: { ...Object.fromEntries(plain), '111111111111': { ...Object.fromEntries(plain)['111111111111'], management: true } },
    caller: { kind, arn, policies, boundary },
    role: { arn: `arn:aws:iam::${target}:role/any`, trust: [] },
  });
  const withFeature = (account: AccountFacts) => ({ ...account, opensRootSessions: feature && delegated.has(account.id) });
  const account = caller.account && withFeature(caller.account);
  return decideAssumeRoot({ ...caller, account }, withFeature(role.account));
}

describe('root sessions', () => {
  it.each(cases)('$name', (given) => {
    const { why, expected } = given;
    const decision = decideCase(given);
    const deniedAt = decision.gates.find((gate) => gate.verdict === 'denied')?.gate;
    const found = {
      verdict: decision.verdict,
      explicit: decision.explicit,
      grant: decision.grant,
      deniedAt,
      alternatives: describeAlternatives(decision.alternatives),
      requires: requiresOf(decision.alternatives),
    };
    expect(found, why).toMatchObject(expected);
    expect(decision).toMatchObject({
      action: 'sts:AssumeRoot',
      canTagSession: false,
      canSetSourceIdentity: false,
      canChooseSessionName: false,
    });
    expect(decision.gates.map(({ gate }) => gate)).not.toContain('trust');
    expect(decision.gates.map(({ why: words }) => words).join()).not.toMatch(/\b(the|this) role\b/);
  });

  it('says why, word by word', async () => {
    const texts = cases.map((given) => `${given.name}\n${showDecision(decideCase(given))}`);
    await expect(texts.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../cases/reasons/assume-root.txt'));
  });
});
