/**
 * People of Identity Center get roles through the SAML provider that it keeps in each account, and only those roles that stand
 * for a permission set which is assigned to them, or to a group of theirs, in that very account. Source: "Manage access with
 * permission sets" and "Referencing permission sets in resource policies" in the IAM Identity Center User Guide.
 */
import { parseArn } from '../arn.ts';
import type { Caller, Condition, TargetRole } from '../types.ts';

/** The caller as STS meets it: for a person of Identity Center its provider in the role's account. */
export function actingCaller(caller: Caller, role: TargetRole): Caller {
  if (caller.kind !== 'identity-center-user') return caller;
  return {
    ...caller,
    kind: 'saml-provider',
    arn: providerIn(role),
    account: role.account,
    given: [...caller.given, signInAudience(role.account.partition)],
  };
}

/** Why Identity Center opens no session of this role for the person, or null if it does. */
export const refusesAssignment = (caller: Caller, role: TargetRole): string | null =>
  caller.assignedRoles?.includes(role.arn) ? null : 'Identity Center assigns it no permission set that this role stands for';

/** The provider that the role's trust policy names; Identity Center calls it `AWSSSO_…_DO_NOT_DELETE`. */
function providerIn({ trust, account }: TargetRole): string {
  const named = (trust.document?.statements ?? []).flatMap(({ principal }) => principal?.federated ?? []);
  const own = named.find((arn) => parseArn(arn)?.account === account.id && arn.includes(':saml-provider/AWSSSO_'));
  return own ?? `arn:${account.partition}:iam::${account.id}:saml-provider/AWSSSO_unknown_DO_NOT_DELETE`;
}

/** Where sign-in of each partition takes assertions ("Configure SAML assertions for the authentication response"). */
const signInHosts: Readonly<Record<string, string>> = {
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
};

const signInAudience = (partition: string): Condition => ({
  key: 'SAML:aud',
  operator: 'StringEquals',
  qualifier: null,
  ifExists: false,
  values: [`https://${signInHosts[partition] ?? 'signin.aws.amazon.com'}/saml`],
  negated: false,
  source: 'identity-provider',
});
