/** The doctor's look at Identity Center: is there an instance in this region, and may it be read? */
import { ListInstancesCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { type Check, ill, tryOut, well } from './check.ts';
import { CallFailed } from './failures.ts';
import { identityCenterProbes } from './probes.ts';
import type { Session } from './session.ts';
import type { WhoCalls } from './standing.ts';

const place = 'identity-center';

/** Without an instance there is nothing to try the other calls on: AWS does not say whether a made-up one is refused or not there. */
export async function examineIdentityCenter(own: Session, region: string, caller: WhoCalls): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const ask = async <Answer>(action: string, send: Parameters<typeof own.call<Answer>>[1]): Promise<Answer | null> => {
    try {
      return await own.call(action, send);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      checks.push(ill(place, error, null));
      return null;
    }
  };
  const found = await ask('sso:ListInstances', ({ sso }) => sso.send(new ListInstancesCommand({})));
  if (found === null) return checks;
  const { InstanceArn, IdentityStoreId } = found.Instances?.[0] ?? {};
  if (!InstanceArn || !IdentityStoreId) {
    const elsewhere = `allowed; there is no instance in ${region}. If there is one elsewhere, name its region with --region to try the other calls`;
    return [well(place, 'sso:ListInstances', elsewhere)];
  }
  checks.push(well(place, 'sso:ListInstances', `${InstanceArn}, in ${region}`));
  const sets = await ask('sso:ListPermissionSets', ({ sso }) => sso.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults: 1 })));
  if (sets) checks.push(well(place, 'sso:ListPermissionSets', 'allowed'));
  const none = `${InstanceArn.replace(':instance/', ':permissionSet/')}/ps-0000000000000000`;
  const probes = identityCenterProbes(InstanceArn, IdentityStoreId, sets?.PermissionSets?.[0] ?? none);
  return [...checks, ...(await Promise.all(probes.map((probe) => tryOut(own, probe, place, caller, null))))];
}
