/**
 * One harmless call for each permission: the smallest page of a list, or a thing that is not there. AWS looks at permissions before it
 * looks for the thing, so "no such thing" means that the call is allowed.
 */
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  ListOpenIDConnectProvidersCommand,
  ListOrganizationsFeaturesCommand,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  DescribePolicyCommand,
  ListDelegatedAdministratorsCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations';
import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import type { Clients } from './clients.ts';

export interface Probe {
  readonly action: string;
  send(clients: Clients, account: string, partition: string): Promise<unknown>;
}

/** No such user, provider or policy is likely to be there. */
const nobody = 'rolepath-doctor';
const noGroup = '00000000-0000-0000-0000-000000000000';
/** The policy that AWS itself attaches everywhere. */
const fullAccess = 'p-FullAWSAccess';

export const accountProbes: readonly Probe[] = [
  { action: 'iam:GetAccountAuthorizationDetails', send: ({ iam }) => iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 })) },
  { action: 'iam:ListSAMLProviders', send: ({ iam }) => iam.send(new ListSAMLProvidersCommand({})) },
  {
    action: 'iam:GetSAMLProvider',
    send: ({ iam }, account, partition) =>
      iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: `arn:${partition}:iam::${account}:saml-provider/${nobody}` })),
  },
  { action: 'iam:ListOpenIDConnectProviders', send: ({ iam }) => iam.send(new ListOpenIDConnectProvidersCommand({})) },
  {
    action: 'iam:GetOpenIDConnectProvider',
    send: ({ iam }, account, partition) =>
      iam.send(
        new GetOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: `arn:${partition}:iam::${account}:oidc-provider/${nobody}.example`,
        }),
      ),
  },
  { action: 'iam:ListAccountAliases', send: ({ iam }) => iam.send(new ListAccountAliasesCommand({})) },
  { action: 'iam:GenerateCredentialReport', send: ({ iam }) => iam.send(new GenerateCredentialReportCommand({})) },
  { action: 'iam:GetCredentialReport', send: ({ iam }) => iam.send(new GetCredentialReportCommand({})) },
  { action: 'iam:GetLoginProfile', send: ({ iam }) => iam.send(new GetLoginProfileCommand({ UserName: nobody })) },
  { action: 'iam:ListMFADevices', send: ({ iam }) => iam.send(new ListMFADevicesCommand({ UserName: nobody })) },
  { action: 'iam:ListAccessKeys', send: ({ iam }) => iam.send(new ListAccessKeysCommand({ UserName: nobody })) },
];

/** Beyond those that listing the accounts has made already. */
export const organizationProbes: readonly Probe[] = [
  {
    action: 'organizations:ListPolicies',
    send: ({ organizations }) => organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', MaxResults: 1 })),
  },
  {
    action: 'organizations:DescribePolicy',
    send: ({ organizations }) => organizations.send(new DescribePolicyCommand({ PolicyId: fullAccess })),
  },
  {
    action: 'organizations:ListTargetsForPolicy',
    send: ({ organizations }) => organizations.send(new ListTargetsForPolicyCommand({ PolicyId: fullAccess, MaxResults: 1 })),
  },
  {
    action: 'organizations:ListDelegatedAdministrators',
    send: ({ organizations }) => organizations.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'iam.amazonaws.com' })),
  },
  { action: 'iam:ListOrganizationsFeatures', send: ({ iam }) => iam.send(new ListOrganizationsFeaturesCommand({})) },
];

/** One page of one entry each, of the instance that is there. The calls about an account are made about the caller's. */
export const identityCenterProbes = (InstanceArn: string, IdentityStoreId: string, PermissionSetArn: string): readonly Probe[] => [
  {
    action: 'sso:DescribePermissionSet',
    send: ({ sso }) => sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn })),
  },
  {
    action: 'sso:ListPermissionSetsProvisionedToAccount',
    send: ({ sso }, AccountId) => sso.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId, MaxResults: 1 })),
  },
  {
    action: 'sso:ListAccountAssignments',
    send: ({ sso }, AccountId) => sso.send(new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn, MaxResults: 1 })),
  },
  {
    action: 'identitystore:ListUsers',
    send: ({ identityStore }) => identityStore.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 1 })),
  },
  {
    action: 'identitystore:ListGroups',
    send: ({ identityStore }) => identityStore.send(new ListGroupsCommand({ IdentityStoreId, MaxResults: 1 })),
  },
  {
    action: 'identitystore:ListGroupMemberships',
    send: ({ identityStore }) => identityStore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: noGroup, MaxResults: 1 })),
  },
];
