/** `rolepath doctor --live`: are there credentials, where do they stand, can each account be entered, is each call allowed there? */

import { type Check, ill, tryOut, well } from './check.ts';
import { chooseAccounts } from './choose-accounts.ts';
import { examineIdentityCenter } from './examine-identity-center.ts';
import type { CallFailed } from './failures.ts';
import type { LiveOptions } from './options.ts';
import { lookAround } from './plan.ts';
import { accountProbes, organizationProbes } from './probes.ts';
import { createProgress } from './progress.ts';
import { checkTemplate, externalIdFor } from './role-template.ts';
import { openOwnSession, openRoleSession } from './session.ts';
import { createSurroundings, whoCalls } from './standing.ts';

export type { Check } from './check.ts';

/** One after the other, as they are done. @throws IngestError as `collectLive` does */
export async function examineLive(options: LiveOptions): Promise<readonly Check[]> {
  if (options.role) checkTemplate(options.role);
  const surroundings = await createSurroundings(options, createProgress(options.onProgress));
  const own = openOwnSession(surroundings, options.profile);
  try {
    const caller = await whoCalls(own);
    const checks: Check[] = [well('credentials', 'sts:GetCallerIdentity', `${caller.arn}, in ${surroundings.region}`)];
    const failed = (place: string, role: string | null) => (error: CallFailed) => void checks.push(ill(place, error, role));
    const { standing, listed } = await lookAround(own, failed('organization', null));
    if (standing === null)
      checks.push(well('organization', 'organizations:DescribeOrganization', 'the account is in no organization: it is read alone'));
    if (listed) {
      const stands =
        standing?.managementAccountId === caller.account
          ? 'its management account'
          : 'a delegated administrator of it, or allowed to read it';
      checks.push(well('organization', 'organizations:ListAccountsForParent', `${listed.length} accounts; this is ${stands}`));
      checks.push(...(await Promise.all(organizationProbes.map((probe) => tryOut(own, probe, 'organization', caller, null)))));
      checks.push(...(await examineIdentityCenter(own, surroundings.region, caller)));
    }
    const { toRead } = chooseAccounts(options, caller, listed);
    const ofAccounts = await Promise.all(
      toRead.map(async ({ id, role: arn }) => {
        const externalId = options.role && externalIdFor(options.role, id);
        const session =
          arn === null
            ? openOwnSession(surroundings, options.profile, id)
            : openRoleSession(surroundings, own, { account: id, arn, externalId });
        try {
          const results = await Promise.all(accountProbes.map((probe) => tryOut(session, probe, id, caller, arn)));
          const locked = results.find(({ check, ok }) => check === 'sts:AssumeRole' && !ok);
          if (locked) return [locked];
          return [...(arn === null ? [] : [well(id, 'sts:AssumeRole', arn)]), ...results];
        } finally {
          session.close();
        }
      }),
    );
    return [...checks, ...ofAccounts.flat()];
  } finally {
    own.close();
  }
}
