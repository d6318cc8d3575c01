/**
 * The whole reason of a decision, word by word, for cases that together show every kind of sentence: reasons are what people
 * read. `npx vitest run test/iam/reasons.test.ts -u` writes the texts again; look at the difference before committing it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { decideAssumeRole } from '../../iam/index.ts';
import { caseSchema, readCase } from '../support/decision-case.ts';
import { showDecision } from '../support/show-decision.ts';

const directory = join(import.meta.dirname, '../cases');
const selected = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(directory, 'reasons/selected.json'), 'utf8')));

for (const [topic, names] of Object.entries(selected)) {
  test(`reasons in ${topic}`, async () => {
    const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(join(directory, 'assume-role', `${topic}.json`), 'utf8')));
    const texts = names.map((name) => {
      const given = cases.find((candidate) => candidate.name === name)?.given;
      if (!given) throw new Error(`reasons/selected.json names a case that ${topic}.json has not: ${name}`);
      const { caller, role } = readCase(given);
      return `${name}\n${showDecision(decideAssumeRole(caller, role))}`;
    });
    await expect(`${texts.join('\n')}`).toMatchFileSnapshot(join(directory, 'reasons', `${topic}.txt`));
  });
}
