/** What an earlier ingest decided is taken over: never with another result, and only where nothing that it depends on is different. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { KeptDecisions } from '../../../ingest/derive/decisions.ts';
import { type DerivedEdges, deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { readDecisions, writeDecisions } from '../../../ingest/kept-decisions.ts';
import type { Organization } from '../../../ingest/organization.ts';
import { detailsWith, roleEntry, userEntry } from '../../support/collection-files.ts';
import { randomDerivable } from '../../support/derivable.ts';
import { link } from '../../support/linked.ts';
import { mutations } from '../../support/mutate-organization.ts';
import { seededRandom } from '../../support/reference/random.ts';
import { temporaryDirectoryOfFile } from '../../support/temporary-directory.ts';

const runs = Number(process.env['ROLEPATH_REUSE_RUNS'] ?? 3);
const directory = temporaryDirectoryOfFile();

async function throughFile({ decisions }: DerivedEdges): Promise<KeptDecisions> {
  const path = join(directory, 'decisions.gz');
  await writeDecisions(path, decisions);
  const read = await readDecisions(path);
  if (read === null) throw new Error('What was written cannot be read.');
  return read;
}

const firstOf = new Map<number, Promise<{ readonly before: DerivedEdges; readonly kept: KeptDecisions }>>();

/** The organization of that seed as the ingest before had it. */
function first(seed: number) {
  const decide = async () => {
    const before = deriveEdges(randomDerivable(seed).organization);
    return { before, kept: await throughFile(before) };
  };
  const known = firstOf.get(seed) ?? decide();
  firstOf.set(seed, known);
  return known;
}

/** All but how it came about. */
const result = ({ decisions: _, counts: __, ...edges }: DerivedEdges) => edges;

/** Mutations that made a difference in some organization. */
const telling = new Set<string>();

it.each(Object.entries(mutations))(
  'when %s, what is taken over is what deciding anew gives',
  { timeout: 120_000 },
  async (name, mutate) => {
    let takenOver = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const { before, kept } = await first(seed);
      const mutated = mutate(randomDerivable(seed).organization, seededRandom(seed), randomDerivable(seed + 1000).organization);
      const scratch = deriveEdges(mutated);
      const again = deriveEdges(mutated, kept);
      expect(result(again), `organization ${seed}`).toEqual(result(scratch));
      expect(again.decisions).toEqual(scratch.decisions);
      takenOver += again.counts.decisions - again.counts.decidedAnew;
      if (again.counts.decidedAnew > 0 && JSON.stringify(result(scratch)) !== JSON.stringify(result(before))) telling.add(name);
    }
    expect(takenOver).toBeGreaterThan(0);
  },
);

it('saw changes that make a difference: others would show nothing', () => {
  expect(telling.size).toBeGreaterThan(Object.keys(mutations).length / 2);
});

it('decides nothing anew where nothing changed, read anew from its files', async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const { before, kept } = await first(seed);
    const { counts } = deriveEdges(randomDerivable(seed).organization, kept);
    expect(counts).toEqual({ ...before.counts, decidedAnew: 0, accountsDecidedAnew: 0 });
    expect(before.counts.decidedAnew).toBe(before.counts.decisions);
  }
});

const [shop, vendor, third] = ['111122223333', '444455556666', '777788889999'] as const;
const trusting = (account: string) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
  },
});
const mayAssume = (Resource: string) => ({
  UserPolicyList: [
    {
      PolicyName: 'assume',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource }] },
    },
  ],
});

function organizationWhere(ann: string, vendorTrusts: string): Organization {
  return link({
    accounts: {
      [shop]: detailsWith({ users: [userEntry('ann', mayAssume(ann), shop)], roles: [roleEntry('own', trusting(shop), shop)] }),
      [vendor]: detailsWith({ roles: [roleEntry('entry', trusting(vendorTrusts), vendor)] }),
      [third]: detailsWith({ users: [userEntry('eve', mayAssume('*'), third)], roles: [roleEntry('alone', trusting(third), third)] }),
    },
  });
}

it.each([
  { change: 'nothing changed', ann: '*', trusts: shop, accounts: 0 },
  { change: 'a caller of two accounts changed', ann: `arn:aws:iam::${vendor}:*`, trusts: shop, accounts: 2 },
  { change: 'the trust policy of one role changed', ann: '*', trusts: third, accounts: 1 },
])('counts the accounts that had to be decided anew: $change', ({ ann, trusts, accounts }) => {
  const { decisions } = deriveEdges(organizationWhere('*', shop));
  const { counts } = deriveEdges(organizationWhere(ann, trusts), decisions);
  expect(counts).toMatchObject({ accounts: 3, accountsDecidedAnew: accounts });
});
