/**
 * The graph's schema as data. Ladybug's tables, the row types, the page's legend and completion, and docs/generated/schema.md come from it.
 * A property is never null in the store (Ladybug takes a null parameter as BOOL): absent text is `''`, an absent number is -1.
 */
import { crossings, principalKinds, verdicts } from './schema-values.ts';

export type PropertyType = 'STRING' | 'BOOL' | 'INT64' | 'STRING[]';

export interface PropertySpec {
  readonly type: PropertyType;
  /** Where the value comes from: an AWS field, or the rule that derives it. */
  readonly source: string;
  readonly description: string;
  /** If there are few: the values that it may have, with the words that people see. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface NodeSpec {
  readonly key: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, PropertySpec>>;
}

export interface RelationshipSpec {
  readonly description: string;
  /** Pairs of labels that it may connect. */
  readonly endpoints: readonly (readonly [from: NodeLabel, to: NodeLabel])[];
  readonly properties: Readonly<Record<string, PropertySpec>>;
}

export type NodeLabel = 'Account' | 'OrganizationalUnit' | 'Policy' | 'Statement' | 'Principal' | 'Reason';

const text = (source: string, description: string) => ({ type: 'STRING', source, description }) as const;
const flag = (source: string, description: string) => ({ type: 'BOOL', source, description }) as const;
const count = (source: string, description: string) => ({ type: 'INT64', source, description }) as const;
const list = (source: string, description: string) => ({ type: 'STRING[]', source, description }) as const;

export const nodeSpecs = {
  Account: {
    key: 'id',
    description: 'An AWS account: of the organization, with IAM data of its own, or only named by a policy.',
    properties: {
      id: text('Account Id', '12-digit account id'),
      name: text('organizations:ListAccounts Name', 'Account name; the id if it has none'),
      alias: text('iam:ListAccountAliases', 'Account alias, or empty'),
      status: text('organizations:ListAccounts Status', 'ACTIVE, SUSPENDED, PENDING_CLOSURE, or empty'),
      partition: text('ARNs of the account', 'aws, aws-us-gov or aws-cn'),
      inOrganization: flag('derived', 'True if the account belongs to the organization that was read'),
      isManagement: flag('organizations:DescribeOrganization', 'True for the management account'),
      opensRootSessions: flag(
        'iam:ListOrganizationsFeatures, organizations:ListDelegatedAdministrators',
        'True if its users and roles may open root sessions in member accounts (sts:AssumeRoot), if their policies allow it',
      ),
      collected: flag('derived', 'True if its IAM data was read'),
      unitPath: text('organizations:ListParents', 'Unit names from the root, joined by /'),
      organizationId: text('organizations:DescribeOrganization', 'o-… ; empty: in no organization; unknown: not collected'),
      organizationPath: text('organizations:ListParents', 'As aws:PrincipalOrgPaths has it, or empty'),
      scps: text('derived', 'JSON: [{target, policies: [id…]}…] from the root to the account, or "off", or "unknown"'),
      rcps: text('derived', 'JSON: as scps, for resource control policies'),
      identityProviders: text('iam:ListSAMLProviders, iam:ListOpenIDConnectProviders', 'JSON: [arn…], or null if not collected'),
      collectedAt: text('live ingestion', 'When its IAM data were read, ISO 8601; empty if not known'),
      stale: flag('live ingestion', 'True if it could not be read this time and its data are of an earlier snapshot'),
    },
  },
  OrganizationalUnit: {
    key: 'id',
    description: 'A root or an organizational unit.',
    properties: {
      id: text('organizations:ListOrganizationalUnitsForParent Id', 'r-… or ou-…'),
      name: text('organizations:ListOrganizationalUnitsForParent Name', 'Unit name'),
    },
  },
  Policy: {
    key: 'id',
    description: 'A policy: managed, inline, trust, permissions boundary, SCP or RCP.',
    properties: {
      id: text('Arn or derived', 'ARN or policy id; inline and trust policies: <owner ARN>#<inline|trust>/<name>'),
      name: text('PolicyName', 'Policy name'),
      kind: text('derived', 'aws-managed, customer-managed, inline, trust, scp or rcp'),
      accountId: text('ARN', 'Account that owns it, or empty'),
      documentId: text('derived', 'Content hash; empty if the document is not in the data'),
      document: text('Document', 'The policy document as JSON text; empty if it is not in the data'),
    },
  },
  Statement: {
    key: 'id',
    description: 'One statement of a policy document. Equal documents share their statements.',
    properties: {
      id: text('derived', '<documentId>/<index>'),
      index: count('derived', '0-based place in the document'),
      sid: text('Sid', 'Statement id, or empty'),
      side: text('derived', 'identity, trust, scp or rcp'),
      effect: text('Effect', 'Allow or Deny'),
      actions: list('Action, NotAction', 'The actions; NotAction entries begin with !'),
      resources: list('Resource, NotResource', 'The resources; NotResource entries begin with !'),
      principals: list('Principal, NotPrincipal', 'The principals; NotPrincipal entries begin with !'),
      conditionKeys: list('Condition', 'The condition keys that it tests'),
    },
  },
  Principal: {
    key: 'arn',
    description: 'Whoever can call or be assumed: user, role, group, service, identity provider, another account, everyone.',
    properties: {
      arn: text('Arn', 'ARN; for services and well-known web identities their name; * for everyone'),
      kind: { ...text('derived', 'What it is'), values: principalKinds },
      name: text('UserName, RoleName, GroupName', 'Name'),
      accountId: text('ARN', 'Account id, or empty'),
      path: text('Path', 'IAM path, or empty'),
      uniqueId: text('UserId, RoleId, GroupId', 'AIDA…, AROA…, AGPA…, or empty'),
      createdAt: text('CreateDate', 'ISO 8601, or empty'),
      lastUsedAt: text(
        'RoleLastUsed.LastUsedDate, iam:GetCredentialReport',
        'ISO 8601; of users the last use of password or key; empty if never or not known',
      ),
      tags: text('Tags', 'JSON: [{key, value}…]'),
      passwordEnabled: text('iam:GetCredentialReport', 'Users: true, false, or unknown; empty for others'),
      mfaActive: text('iam:GetCredentialReport', 'Users: true, false, or unknown; empty for others'),
      credentialsUsed: text(
        'iam:GetCredentialReport',
        'Users: true if password or a key was ever used, false, or unknown; empty for others',
      ),
      accessKeys: count('iam:GetCredentialReport', 'Users: number of active access keys; -1 if not known, and for others'),
      assignedRoles: list('sso:ListAccountAssignments', 'Identity Center: ARNs of the roles assigned to the user or group itself'),
      collected: flag('derived', 'False if it is only named by a policy'),
      isAdmin: flag('derived', 'True if it is allowed everything on everything, after boundary and SCPs; what a Deny names may be apart'),
      adminWhy: text('derived', 'What makes it an administrator, what keeps it from being one, or what is not known; else empty'),
      highValue: flag('derived, rolepath ingest --high-value', 'True for administrators and for what the user calls worth guarding'),
      hopsToAdmin: count('derived', 'Fewest hops to an administrator, along edges alone; 0: it is one; -1: none'),
      reachRoles: count('derived', 'Roles that it can reach, along edges alone; -1: too many edges to count'),
      reachAccounts: count('derived', 'Accounts of these roles'),
      reachedBy: count('derived', 'Principals that can reach it, along edges alone; -1: too many edges to count'),
    },
  },
  Reason: {
    key: 'id',
    description: 'Why an assume edge exists and under which conditions; shared by all edges that have it.',
    properties: {
      id: text('derived', 'Content hash'),
      alternatives: text('derived', 'JSON: alternatives of conjunctions of conditions, the least demanding first'),
      tagSession: text('derived', 'JSON: as alternatives, for passing session tags with the call; [] is never'),
      setSourceIdentity: text('derived', 'JSON: as alternatives, for setting a source identity with the call; [] is never'),
      requires: list('derived', 'What the least demanding alternative asks for: external-id, mfa, source-ip, …'),
      truncated: flag('derived', 'True if alternatives were left out'),
    },
  },
} as const satisfies Record<NodeLabel, NodeSpec>;

export const relationshipSpecs = {
  IN_ACCOUNT: {
    description: 'The principal belongs to the account.',
    endpoints: [['Principal', 'Account']],
    properties: {},
  },
  IN_UNIT: {
    description: 'The account or unit lies in the unit or root.',
    endpoints: [
      ['Account', 'OrganizationalUnit'],
      ['OrganizationalUnit', 'OrganizationalUnit'],
    ],
    properties: {},
  },
  MEMBER_OF: {
    description: 'The user is in the group.',
    endpoints: [['Principal', 'Principal']],
    properties: {},
  },
  HAS_POLICY: {
    description: 'The principal has the policy.',
    endpoints: [['Principal', 'Policy']],
    properties: { as: text('derived', 'inline, attached, boundary or trust') },
  },
  HAS_STATEMENT: {
    description: 'The statement stands in the policy.',
    endpoints: [['Policy', 'Statement']],
    properties: {},
  },
  APPLIES_TO: {
    description: 'The guardrail is attached to the root, unit or account.',
    endpoints: [
      ['Policy', 'OrganizationalUnit'],
      ['Policy', 'Account'],
    ],
    properties: {},
  },
  TRUSTS: {
    description: "The role's trust policy names the principal; this alone lets nobody in.",
    endpoints: [['Principal', 'Principal']],
    properties: {
      effect: text('Effect', 'Allow or Deny'),
      statementIndex: count('derived', '0-based index of the statement in the trust policy'),
    },
  },
  CAN_ASSUME: {
    description:
      'AWS would let the principal assume the role, always or under the conditions of its reason; with sts:AssumeRoot open a root session in the account.',
    endpoints: [['Principal', 'Principal']],
    properties: {
      action: text('derived', 'sts:AssumeRole, sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity or sts:AssumeRoot'),
      verdict: { ...text('derived', 'When AWS lets it happen'), values: verdicts },
      requires: list('derived', 'What the least demanding alternative asks for: external-id, mfa, source-ip, …'),
      oidcSub: text('derived', 'exact, pattern, any or none'),
      crossAccount: { ...flag('derived', 'True if principal and role are of different accounts'), values: crossings },
      grant: text('derived', 'trust or identity: which side granted it'),
      canTagSession: flag('derived', 'Session tags may be passed'),
      canSetSourceIdentity: flag('derived', 'A source identity may be set'),
      canChooseSessionName: flag('derived', 'The caller chooses the session name freely'),
      reasonId: text('derived', 'id of its Reason'),
    },
  },
  DECIDED_BY: {
    description: 'The statement was decisive at the gate.',
    endpoints: [['Reason', 'Statement']],
    properties: { gate: text('derived', 'rcp, scp, trust, identity or boundary') },
  },
} as const satisfies Record<string, RelationshipSpec>;

export type RelationshipType = keyof typeof relationshipSpecs;

interface ValueOf {
  STRING: string;
  BOOL: boolean;
  INT64: number;
  'STRING[]': readonly string[];
}

type Row<Properties> = {
  readonly [K in keyof Properties]: Properties[K] extends { type: infer T extends PropertyType } ? ValueOf[T] : never;
};

/** A node as it is written and read: one value for every property. */
export type NodeRow<L extends NodeLabel> = Row<(typeof nodeSpecs)[L]['properties']>;
/** A relationship's properties, without its ends. */
export type RelationshipRow<T extends RelationshipType> = Row<(typeof relationshipSpecs)[T]['properties']>;
