/** What a live run could not read, as findings: the call, what it would have given, the permission that is missing, and the policy that grants it. */
import type { Finding } from '../../../graph/finding.ts';
import { type CallFailed, policySnippet, whatIsMissing } from './failures.ts';

/** Where the credentials of a failed call come from. */
export interface CalledBy {
  /** `null` for the organization as a whole. */
  readonly account: string | null;
  /** The role that was entered or was to be entered; null for the credentials at hand. */
  readonly role: string | null;
}

export function describeFailedCall({ action, failure }: CallFailed, { account, role }: CalledBy): Finding {
  const entering = action === 'sts:AssumeRole';
  const where = account === null ? 'the organization' : `account ${account}`;
  const lost = entering ? `nothing of account ${account} was read` : `not read: ${whatIsMissing(action)}`;
  const file =
    account === null
      ? 'organization.json'
      : entering || action.endsWith('AuthorizationDetails')
        ? `accounts/${account}.json`
        : `accounts/${account}/`;
  return {
    severity: 'unknown',
    code: failure.kind === 'denied' ? 'call-denied' : failure.kind === 'unavailable' ? 'call-unanswered' : 'call-failed',
    file,
    path: null,
    reason: `${action} in ${where}: ${failure.name}: ${failure.message.replace(/\.$/, '')}; ${lost}`,
    remedy:
      failure.kind === 'denied'
        ? howToAllow(action, account, role)
        : 'Run again with --resume: what is there already is not asked for again.',
  };
}

function howToAllow(action: string, account: string | null, role: string | null): string {
  if (action === 'sts:AssumeRole')
    return `Two sides must allow it: your credentials with ${policySnippet(action, role ?? '*')}, and the trust policy of ${role} in account ${account}. docs/live.md has a StackSet template for the role. Then run again with --resume.`;
  const whose = role === null ? 'your credentials' : role;
  if (account === null)
    return `Give ${whose} ${policySnippet(action)}. A member account must also be delegated to: docs/live.md says how. If both are so, look for an SCP or a permissions boundary that takes it away. Then run again with --resume.`;
  return `Give ${whose} ${policySnippet(action)}. If a policy has it already, look for an SCP or a permissions boundary that takes it away. Then run again with --resume.`;
}

export const suspendedAccount = (id: string, name: string, status: string): Finding => ({
  severity: 'notice',
  code: 'suspended-account',
  file: 'organization.json',
  path: null,
  reason: `account ${id} (${name}) is ${status}: nobody in it can call, so it was left out`,
  remedy: 'Nothing to do.',
});

export const accountLeftOut = (id: string, name: string): Finding => ({
  severity: 'notice',
  code: 'account-left-out',
  file: 'organization.json',
  path: null,
  reason: `account ${id} (${name}) was left out by --accounts or --exclude-accounts`,
  remedy: 'Leave these options out to have all accounts read.',
});

export const identityCenterNotFound = (regions: readonly string[]): Finding => ({
  severity: 'unknown',
  code: 'identity-center-not-found',
  file: 'identity-center',
  path: null,
  reason: `accounts have roles of Identity Center, but it was not found in ${regions.join(', ')}: who has these roles is unknown`,
  remedy: 'Use credentials of the management account, or of the delegated administrator of Identity Center.',
});
