/** `rolepath doctor --live`: are there credentials, where do they stand, can each account be entered, is each call allowed there? */
import { chooseAccounts } from './choose-accounts.ts';
import { CallFailed } from './failures.ts';
import { describeFailedCall } from './live-findings.ts';
import type { LiveOptions } from './options.ts';
import { lookAround } from './plan.ts';
import { accountProbes, organizationProbes, type Probe } from './probes.ts';
import { createProgress } from './progress.ts';
import { checkTemplate, externalIdFor } from './role-template.ts';
import { openOwnSession, openRoleSession, type Session } from './session.ts';
import { createSurroundings, type WhoCalls, whoCalls } from './standing.ts';

export interface Check {
  /** `credentials`, `organization`, or an account id. */
  readonly place: string;
  /** What was tried, e.g. `sts:AssumeRole`. */
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do; empty if it is well. */
  readonly remedy: string;
}

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

async function tryOut(
  session: Session,
  { action, send }: Probe,
  place: string,
  { partition }: WhoCalls,
  role: string | null,
): Promise<Check> {
  try {
    await session.call(action, (clients) => send(clients, place, partition));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    // A thing that is not there, or makes no sense, was looked for: that is allowed.
    const wasAllowed = error.action === action && (error.failure.kind === 'absent' || error.failure.kind === 'other');
    if (!wasAllowed) return ill(place, error, role);
  }
  return well(place, action, 'allowed');
}

const well = (place: string, check: string, detail: string): Check => ({ place, check, ok: true, detail, remedy: '' });

function ill(place: string, error: CallFailed, role: string | null): Check {
  const { reason, remedy } = describeFailedCall(error, { account: place === 'organization' ? null : place, role });
  return { place, check: error.action, ok: false, detail: reason, remedy: remedy.replace(/ Then run again with --resume\.$/, '') };
}
