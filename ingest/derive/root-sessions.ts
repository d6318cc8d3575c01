/** Who may ask for root sessions in member accounts, and in which: for centralized root access, where it is on. */
import { type AccountFacts, type Caller, type PolicyUse, statementsFor } from '../../iam/index.ts';
import { isSuspended } from '../link/accounts.ts';
import type { Organization } from '../organization.ts';
import { callerOf, type NamedPrincipal, type PrincipalIndex } from './principal-index.ts';

export interface RootSessions {
  /** Users and roles with a policy that allows sts:AssumeRoot on something, or might. */
  readonly callers: readonly Caller[];
  /** The root users of the member accounts. */
  readonly targets: readonly { readonly root: NamedPrincipal; readonly account: AccountFacts }[];
}

export function findRootSessions({ accounts, users, roles }: Organization, index: PrincipalIndex): RootSessions {
  const callers = [...users, ...roles].flatMap((identity): Caller[] => {
    const account = index.account(identity.accountId);
    return account.opensRootSessions && identity.identityPolicies.some(mayAllow) ? [callerOf(identity, account)] : [];
  });
  if (callers.length === 0) return { callers, targets: [] };
  const targets = [...accounts.values()].flatMap(({ facts, status, name }) => {
    const isMember = facts.organizationId !== null && facts.organizationId !== 'unknown' && !facts.isManagement;
    if (!isMember || isSuspended(status)) return [];
    return [{ root: { arn: index.rootArn(facts.id, undefined), kind: 'root' as const, accountId: facts.id, name }, account: facts }];
  });
  return { callers, targets };
}

const mayAllow = ({ document }: PolicyUse): boolean =>
  document === null || statementsFor(document, 'sts:AssumeRoot').some(({ effect }) => effect === 'Allow');
