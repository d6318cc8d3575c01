/** Runs every case of test/cases/sts-actions.json: which actions of STS a caller has by its own side, under which condition keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decideStsActions, stsActions } from '../../iam/index.ts';
import { caseSchema, describeAlternatives, readCase } from '../support/decision-case.ts';

const callerSchema = caseSchema.shape.given.shape.caller.shape;
const stsCase = z.strictObject({
  name: z.string(),
  why: z.string(),
  role: z.boolean().optional(),
  scps: z.unknown().optional(),
  policies: callerSchema.policies,
  boundary: callerSchema.boundary,
  /** Names of the actions, each with the condition keys of its least demanding alternative. */
  expected: z.array(z.string()),
});
const cases = z.array(stsCase).parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cases/sts-actions.json'), 'utf8')));

function decide({ role = false, scps, policies, boundary }: (typeof cases)[number]) {
  const { caller } = readCase(
    caseSchema.shape.given.parse({
      accounts: { '111111111111': scps === undefined ? {} : { scps } },
      caller: { kind: role ? 'role' : 'user', arn: `arn:aws:iam::111111111111:${role ? 'role' : 'user'}/someone`, policies, boundary },
      role: { arn: 'arn:aws:iam::111111111111:role/any', trust: [] },
    }),
  );
  return decideStsActions(caller);
}

describe('actions of STS by the own side', () => {
  it.each(cases)('$name', ({ why, expected, ...given }) => {
    const granted = decide({ why, expected, ...given }).map(({ action, alternatives: [least = []] }) => {
      const keys = [...new Set(least.map(({ key }) => key))].sort();
      return `${action.action.replace('sts:', '')}${keys.length === 0 ? '' : `: ${keys.join(' ')}`}`;
    });
    expect(granted, why).toEqual(expected);
  });

  it('ask for these conditions', async () => {
    const text = cases.map((each) => {
      const lines = decide(each).map(({ action, alternatives, truncated }) => {
        const sources = alternatives.map((conjunction) => conjunction.map(({ source }) => source).sort());
        return `  ${action.action}: ${JSON.stringify(describeAlternatives(alternatives))} ${JSON.stringify(sources)}${truncated ? ' truncated' : ''}\n`;
      });
      return `${each.name}\n${lines.join('')}`;
    });
    await expect(text.join('')).toMatchFileSnapshot(join(import.meta.dirname, '../cases/reasons/sts-actions.txt'));
  });

  it('are nobody else’s', () => {
    const { caller } = readCase(
      caseSchema.shape.given.parse({
        caller: { kind: 'external-account', arn: 'arn:aws:iam::222222222222:root' },
        role: { arn: 'arn:aws:iam::111111111111:role/any', trust: [] },
      }),
    );
    expect(decideStsActions(caller)).toEqual([]);
  });
});

describe('the table of actions', () => {
  it('has each action once', () => {
    expect(new Set(stsActions.map(({ action }) => action)).size).toBe(stsActions.length);
  });

  it('puts the actions of the summary into their rows', () => {
    const of = (capability: string) => stsActions.filter((row) => row.capability === capability).map(({ action }) => action.slice(4));
    expect(of('read-data')).toEqual(
      expect.arrayContaining(['GetAccessKeyInfo', 'GetCallerIdentity', 'GetFederationToken', 'GetServiceBearerToken', 'GetSessionToken']),
    );
    expect(of('use-resource')).toEqual(expect.arrayContaining(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']));
    expect(of('write-data')).toEqual(expect.arrayContaining(['DecodeAuthorizationMessage', 'TagSession']));
  });

  it('says of each who can call it, what decides, and on what, as it was looked up', async () => {
    const lines = stsActions.map((row) =>
      [row.action, row.capability, row.callers, row.decidedBy, row.resource, row.source ?? ''].join(' | '),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, '../cases/reasons/sts-table.txt'));
  });
});
