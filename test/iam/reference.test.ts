/**
 * The evaluator against the reference decider on seeded random organizations. `ROLEPATH_REFERENCE_RUNS` says how many,
 * `ROLEPATH_REFERENCE_SEED` where to begin; a failure prints the smallest case that still fails.
 */
import { expect, it } from 'vitest';
import { decideAssumeRole } from '../../iam/index.ts';
import { checkOrganization, reportPair } from '../support/reference/check-organization.ts';

const runs = Number(process.env['ROLEPATH_REFERENCE_RUNS'] ?? 150);
const firstSeed = Number(process.env['ROLEPATH_REFERENCE_SEED'] ?? 1);

it(`agrees with the reference on ${runs} random organizations`, { timeout: 60_000 + runs * 2_000 }, () => {
  const verdicts = { allowed: 0, conditional: 0, denied: 0 };
  const failures: string[] = [];
  let contexts = 0;
  for (let seed = firstSeed; seed < firstSeed + runs && failures.length < 5; seed++) {
    const check = checkOrganization(decideAssumeRole, seed);
    contexts += check.contexts;
    for (const verdict of ['allowed', 'conditional', 'denied'] as const) verdicts[verdict] += check.verdicts[verdict];
    failures.push(...check.wrong.slice(0, 2).map((pair) => `organization ${seed}: ${reportPair(decideAssumeRole, pair)}`));
  }
  expect(failures.join('\n\n')).toBe('');
  // A generator that only ever made refusals would agree with anything.
  expect(Math.min(verdicts.allowed, verdicts.conditional)).toBeGreaterThan(runs);
  expect(contexts).toBeGreaterThan(runs * 100);
});
