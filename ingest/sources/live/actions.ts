/**
 * The one list of what Rolepath may ask of AWS. The clients refuse everything else before it leaves the machine, the session
 * policy of every role that is entered comes from it, and so do the policies in examples/live/.
 * All of it reads: GenerateCredentialReport makes a report that AWS keeps for four hours and changes nothing
 * ("Actions, resources, and condition keys for AWS Identity and Access Management": access level Read).
 */

/** Whose credentials make the call: those at hand, or those of the role in each account. */
type Place = 'organization' | 'account' | 'identity-center';

export interface AllowedAction {
  /** As IAM policies spell it. */
  readonly action: string;
  readonly place: Place;
  /** What is missing without it, for people. */
  readonly gives: string;
}

const allow = (place: Place, service: string, actions: Readonly<Record<string, string>>): AllowedAction[] =>
  Object.entries(actions).map(([name, gives]) => ({ action: `${service}:${name}`, place, gives }));

export const allowedActions: readonly AllowedAction[] = [
  ...allow('organization', 'sts', {
    GetCallerIdentity: 'whose credentials these are',
    AssumeRole: 'the way into the other accounts',
  }),
  ...allow('organization', 'organizations', {
    DescribeOrganization: 'the organization and its management account',
    ListRoots: 'the root, and which policy types are switched on',
    ListAccountsForParent: 'the accounts of each unit',
    ListOrganizationalUnitsForParent: 'the units',
    ListPolicies: 'SCPs and RCPs',
    DescribePolicy: 'what each SCP and RCP says',
    ListTargetsForPolicy: 'where each SCP and RCP is attached',
    ListDelegatedAdministrators: 'who may act for the management account in root access management',
  }),
  ...allow('organization', 'iam', {
    ListOrganizationsFeatures: 'whether sts:AssumeRoot is possible',
  }),
  ...allow('account', 'iam', {
    GetAccountAuthorizationDetails: 'users, groups, roles and policies',
    ListSAMLProviders: 'SAML identity providers',
    GetSAMLProvider: 'details of SAML identity providers',
    ListOpenIDConnectProviders: 'OIDC identity providers',
    GetOpenIDConnectProvider: 'details of OIDC identity providers',
    ListAccountAliases: 'the alias of the account',
    GenerateCredentialReport: 'passwords, MFA and access keys of users',
    GetCredentialReport: 'passwords, MFA and access keys of users',
    GetLoginProfile: 'whether a user has a password, where there is no credential report',
    ListMFADevices: 'whether a user has MFA, where there is no credential report',
    ListAccessKeys: 'how many access keys a user has, where there is no credential report',
  }),
  ...allow('identity-center', 'sso', {
    ListInstances: 'the instance of Identity Center',
    ListPermissionSets: 'the permission sets',
    DescribePermissionSet: 'the names of permission sets',
    ListPermissionSetsProvisionedToAccount: 'which permission sets are in which account',
    ListAccountAssignments: 'who has which permission set in which account',
  }),
  ...allow('identity-center', 'identitystore', {
    ListUsers: 'the people',
    ListGroups: 'their groups',
    ListGroupMemberships: 'who is in which group',
  }),
];

const byAction = new Map(allowedActions.map((entry) => [entry.action, entry]));

/** Null if Rolepath must not make the call. */
export const findAllowed = (action: string): AllowedAction | null => byAction.get(action) ?? null;

export const actionsOf = (place: Place): string[] => allowedActions.filter((entry) => entry.place === place).map(({ action }) => action);

/** Limits every session that Rolepath opens to these reads, whatever the role it enters could do ("Session policies"). */
export const sessionPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actionsOf('account'), Resource: '*' }],
});
