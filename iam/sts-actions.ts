/**
 * The actions of AWS STS by what they give whoever may call them, as data: the vocabulary of the Principal Access Summary.
 * Sources: "Actions, resources, and condition keys for AWS Security Token Service" (Service Authorization Reference) and, for
 * who may call, "Compare AWS STS credentials" (IAM User Guide); others stand with the action.
 */

export type StsCapability = 'read-data' | 'use-resource' | 'write-data';

export interface StsAction {
  /** In AWS's spelling, e.g. `sts:AssumeRole`. */
  readonly action: string;
  readonly capability: StsCapability;
  /** Who can call it at all. */
  readonly callers: 'users' | 'users-and-roles' | 'federated';
  /**
   * What decides. `edges`: both sides, so it is an assume edge of its own for every role. `own-side`: identity policies, boundary and SCPs of
   * the caller. `nothing`: AWS asks for no permission, and no policy can take it away.
   */
  readonly decidedBy: 'edges' | 'own-side' | 'nothing';
  /** What the action is asked for; `*` where AWS knows no resource of it. */
  readonly resource: '*' | 'federated-user' | 'role' | 'root-user' | 'self';
  /** AWS page that says so, where it is another than the two above. */
  readonly source?: string;
}

const ownSide = { callers: 'users-and-roles', decidedBy: 'own-side' } as const;

export const stsActions: readonly StsAction[] = [
  { action: 'sts:GetAccessKeyInfo', capability: 'read-data', ...ownSide, resource: '*' },
  {
    action: 'sts:GetCallerIdentity',
    capability: 'read-data',
    callers: 'users-and-roles',
    decidedBy: 'nothing',
    resource: '*',
    source: 'STS API Reference: GetCallerIdentity. It can be called even where a policy denies it.',
  },
  { action: 'sts:GetFederationToken', capability: 'read-data', callers: 'users', decidedBy: 'own-side', resource: 'federated-user' },
  {
    action: 'sts:GetServiceBearerToken',
    capability: 'read-data',
    ...ownSide,
    resource: '*',
    source: 'IAM User Guide: Service bearer tokens',
  },
  {
    action: 'sts:GetSessionToken',
    capability: 'read-data',
    callers: 'users',
    decidedBy: 'nothing',
    resource: '*',
    source: 'IAM User Guide: Permissions for GetSessionToken. Policies cannot control it.',
  },
  {
    action: 'sts:GetWebIdentityToken',
    capability: 'read-data',
    ...ownSide,
    resource: 'self',
    source: 'STS API Reference: GetWebIdentityToken',
  },
  { action: 'sts:AssumeRole', capability: 'use-resource', callers: 'users-and-roles', decidedBy: 'edges', resource: 'role' },
  { action: 'sts:AssumeRoleWithSAML', capability: 'use-resource', callers: 'federated', decidedBy: 'edges', resource: 'role' },
  { action: 'sts:AssumeRoleWithWebIdentity', capability: 'use-resource', callers: 'federated', decidedBy: 'edges', resource: 'role' },
  {
    action: 'sts:AssumeRoot',
    capability: 'use-resource',
    callers: 'users-and-roles',
    decidedBy: 'edges',
    resource: 'root-user',
    source: 'IAM User Guide: Centrally manage root access for member accounts',
  },
  { action: 'sts:DecodeAuthorizationMessage', capability: 'write-data', ...ownSide, resource: '*' },
  { action: 'sts:SetContext', capability: 'write-data', ...ownSide, resource: 'role' },
  { action: 'sts:SetSourceIdentity', capability: 'write-data', ...ownSide, resource: 'role' },
  {
    action: 'sts:TagGetWebIdentityToken',
    capability: 'write-data',
    ...ownSide,
    resource: 'self',
    source: 'STS API Reference: GetWebIdentityToken',
  },
  {
    action: 'sts:TagSession',
    capability: 'write-data',
    ...ownSide,
    resource: 'role',
    source: 'IAM User Guide: Pass session tags in AWS STS',
  },
];
