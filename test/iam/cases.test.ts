/** Runs every case under test/cases/assume-role against the evaluator. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decideAssumeRole, requiresOf } from '../../iam/index.ts';
import { caseSchema, describeAlternatives, readCase } from '../support/decision-case.ts';

const directory = join(import.meta.dirname, '../cases/assume-role');

for (const file of readdirSync(directory).sort()) {
  const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(join(directory, file), 'utf8')));
  describe(file, () => {
    test('case names are unique', () => {
      const names = cases.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    });
    for (const { name, given, expected, why } of cases) {
      test(name, () => {
        const { caller, role } = readCase(given);
        const decision = decideAssumeRole(caller, role);
        const refusing = decision.gates.find(({ verdict }) => verdict === 'denied');
        const actual = {
          verdict: decision.verdict,
          explicit: decision.explicit,
          alternatives: describeAlternatives(decision.alternatives),
          requires: requiresOf(decision.alternatives),
          grant: decision.grant,
          deniedAt: refusing?.gate,
          decidedBy: refusing?.statements.map(({ name, index }) => `${name}[${index}]`),
          gates: Object.fromEntries(decision.gates.map(({ gate, verdict }) => [gate, verdict])),
          oidcSub: decision.oidcSub,
          canTagSession: decision.canTagSession,
          canSetSourceIdentity: decision.canSetSourceIdentity,
          canChooseSessionName: decision.canChooseSessionName,
          sources: [...new Set((decision.alternatives[0] ?? []).map(({ source }) => source))].sort(),
        };
        expect(actual, why).toMatchObject(expected);
      });
    }
  });
}
