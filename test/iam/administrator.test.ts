/** Runs every case of test/cases/administrators.json: who is allowed everything, who not, and what is said of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decideAdministrator } from '../../iam/index.ts';
import { caseSchema, readCase } from '../support/decision-case.ts';

const callerSchema = caseSchema.shape.given.shape.caller.shape;
const administratorCase = z.strictObject({
  name: z.string(),
  why: z.string(),
  role: z.boolean().optional(),
  serviceLinked: z.boolean().optional(),
  partition: z.string().optional(),
  organization: z.string().optional(),
  management: z.boolean().optional(),
  scps: z.unknown().optional(),
  tags: callerSchema.tags,
  policies: callerSchema.policies,
  boundary: callerSchema.boundary,
  /** `why` is a pattern. */
  expected: z.strictObject({ isAdmin: z.boolean(), why: z.string() }),
});

const cases = z.array(administratorCase).parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cases/administrators.json'), 'utf8')));

type AdministratorCase = (typeof cases)[number];

function decide({
  role = false,
  serviceLinked = false,
  partition = 'aws',
  tags,
  policies,
  boundary,
  management,
  scps,
  organization,
}: AdministratorCase) {
  const facts = Object.entries({ management, scps, organization, partition }).filter(([, value]) => value !== undefined);
  const resource = serviceLinked ? 'role/aws-service-role/x.amazonaws.com/someone' : role ? 'role/someone' : 'user/someone';
  const { caller } = readCase(
    caseSchema.shape.given.parse({
      accounts: { '111111111111': Object.fromEntries(facts) },
      caller: {
        kind: role || serviceLinked ? 'role' : 'user',
        arn: `arn:${partition}:iam::111111111111:${resource}`,
        tags,
        policies,
        boundary,
      },
      role: { arn: 'arn:aws:iam::111111111111:role/any', trust: [] },
    }),
  );
  return decideAdministrator(caller);
}

describe('administrators', () => {
  it.each(cases)('$name', ({ why, expected, ...given }) => {
    const answer = decide({ why, expected, ...given });
    expect(answer.isAdmin, why).toBe(expected.isAdmin);
    expect(answer.why).toMatch(new RegExp(expected.why));
  });

  it('are explained in these words', async () => {
    const text = cases.map((each) => `${each.name}\n  ${decide(each).why}\n`).join('');
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../cases/reasons/administrators.txt'));
  });

  it('is nobody whose permissions lie elsewhere', () => {
    const { caller } = readCase(
      caseSchema.shape.given.parse({
        caller: { kind: 'external-account', arn: 'arn:aws:iam::222222222222:root' },
        role: { arn: 'arn:aws:iam::111111111111:role/any', trust: [] },
      }),
    );
    expect(decideAdministrator(caller)).toEqual({ isAdmin: false, why: '' });
  });
});
