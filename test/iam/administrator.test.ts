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
  management: z.boolean().optional(),
  scps: z.unknown().optional(),
  tags: callerSchema.tags,
  policies: callerSchema.policies,
  boundary: callerSchema.boundary,
  /** `why` is a pattern. */
  expected: z.strictObject({ isAdmin: z.boolean(), why: z.string() }),
});

const cases = z.array(administratorCase).parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cases/administrators.json'), 'utf8')));

describe('administrators', () => {
  it.each(cases)('$name', ({ role = false, management, scps, tags, policies, boundary, why, expected }) => {
    const account = { ...(management === undefined ? {} : { management }), ...(scps === undefined ? {} : { scps }) };
    const { caller } = readCase(
      caseSchema.shape.given.parse({
        accounts: { '111111111111': account },
        caller: {
          kind: role ? 'role' : 'user',
          arn: `arn:aws:iam::111111111111:${role ? 'role' : 'user'}/someone`,
          tags,
          policies,
          boundary,
        },
        role: { arn: 'arn:aws:iam::111111111111:role/any', trust: [] },
      }),
    );
    const answer = decideAdministrator(caller);
    expect(answer.isAdmin, why).toBe(expected.isAdmin);
    expect(answer.why).toMatch(new RegExp(expected.why));
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
