/**
 * Small organizations as data (test/orgs/*.json), in a short notation: `@prod:role/x` is an ARN in the account prod, `#prod` its id.
 * A trust is a name or `{from, if, actions, sid}`, a grant the role that may be assumed; whole statements stand as they are.
 */
import { z } from 'zod';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAccessGraph } from '../../ingest/build-access-graph.ts';
import type { RawCollection } from '../../ingest/collection.ts';
import { deriveEdges } from '../../ingest/derive/derive-edges.ts';
import { readHighValue } from '../../ingest/facts/high-value.ts';
import { derivePrincipalFacts } from '../../ingest/facts/principal-facts.ts';
import { linkOrganization } from '../../ingest/link.ts';
import { readFiles } from '../../ingest/sources/files.ts';
import { attached, detailsWith, directoryWith, policyEntry, roleEntry, statementFor, userEntry } from './collection-files.ts';

const statement = z.record(z.string(), z.unknown());
const trust = z.union([
  z.string(),
  z.strictObject({ from: z.string(), if: statement.optional(), actions: z.array(z.string()).optional(), sid: z.string().optional() }),
  statement,
]);
const grants = z.array(z.union([z.string(), statement])).default([]);

const identity = { may: grants, admin: z.boolean().default(false) };

/** A user's line of the credential report; an account has one if a user of it has this. */
const signIn = z.strictObject({
  password: z.boolean().default(false),
  mfa: z.boolean().default(false),
  keys: z.int().min(0).max(2).default(0),
  used: z.string().nullable().default('2025-12-31T00:00:00Z'),
});

export const smallOrganizationSchema = z.strictObject({
  why: z.string(),
  /** The first is the management account. `unit` is one below the root; `outside`: collected, but not of the organization. */
  accounts: z.record(
    z.string(),
    z.strictObject({
      id: z.string(),
      unit: z.string().optional(),
      outside: z.boolean().default(false),
      providers: z.array(z.string()).default([]),
    }),
  ),
  /** As `--high-value` names them. */
  highValue: z.array(z.string()).default([]),
  users: z
    .record(z.string(), z.strictObject({ ...identity, created: z.string().default('2023-03-09T10:41:45Z'), signIn: signIn.optional() }))
    .default({}),
  roles: z.record(
    z.string(),
    z.strictObject({
      ...identity,
      trusts: z.array(trust),
      path: z.string().default('/'),
      tags: z.record(z.string(), z.string()).default({}),
      created: z.string().default('2025-12-30T00:00:00Z'),
      used: z.string().nullable().default('2025-12-31T00:00:00Z'),
    }),
  ),
  /** Beside FullAWSAccess: targets are units, accounts or Root. */
  scps: z.record(z.string(), z.strictObject({ targets: z.array(z.string()), statements: z.array(statement) })).default({}),
  /** Centralized root access is on; accounts that administer it beside the management account. */
  rootSessions: z.array(z.string()).optional(),
  /** By query: its parameters, and the rows that it must find, in any order; a null cell is not looked at. */
  finds: z
    .record(z.string(), z.strictObject({ parameters: z.record(z.string(), z.unknown()).default({}), rows: z.array(z.array(z.unknown())) }))
    .default({}),
  /** Queries that must find nothing. */
  findsNothing: z.array(z.string()).default([]),
});

export type SmallOrganization = z.infer<typeof smallOrganizationSchema>;

/** Reads the notation; names of accounts become ids and ARNs everywhere. */
export function readSmallOrganization(text: string): SmallOrganization {
  const { accounts } = z.object({ accounts: z.record(z.string(), z.object({ id: z.string() })) }).parse(JSON.parse(text));
  const idOf = (name: string): string => {
    const id = accounts[name]?.id;
    if (id === undefined) throw new Error(`The organization has no account ${name}.`);
    return id;
  };
  const plain = text
    .replace(/@([a-z-]+):/g, (_all, name: string) => `arn:aws:iam::${idOf(name)}:`)
    .replace(/"#([a-z-]+)"/g, (_all, name: string) => JSON.stringify(idOf(name)));
  return smallOrganizationSchema.parse(JSON.parse(plain));
}

/** The graph as an ingest of it makes it. */
export async function buildSmallOrganization(organization: SmallOrganization): Promise<AccessGraph> {
  const linked = linkOrganization(await collect(organization));
  const derived = deriveEdges(linked);
  return buildAccessGraph(linked, derived, derivePrincipalFacts(linked, derived, readHighValue(organization.highValue)));
}

async function collect(organization: SmallOrganization): Promise<RawCollection> {
  const { accounts } = organization;
  const files: Record<string, unknown> = { 'organization.json': organizationFile(organization) };
  for (const [name, { id, providers }] of Object.entries(accounts)) {
    const ofAccount = <T>(entries: Readonly<Record<string, T>>): [string, T][] =>
      Object.entries(entries).flatMap(([key, value]) =>
        key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), value] as [string, T]] : [],
      );
    files[`accounts/${id}.json`] = detailsWith({
      users: ofAccount(organization.users).map(([user, { may, admin, created }]) =>
        userEntry(user, { CreateDate: created, UserPolicyList: inline(may), AttachedManagedPolicies: administrator(admin) }, id),
      ),
      roles: ofAccount(organization.roles).map(([role, { may, admin, trusts, path, tags, created, used }]) =>
        roleEntry(
          role,
          {
            Path: path,
            Arn: `arn:aws:iam::${id}:role${path}${role}`,
            CreateDate: created,
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: trusts.map(trustStatement) },
            RolePolicyList: inline(may),
            AttachedManagedPolicies: administrator(admin),
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            RoleLastUsed: used === null ? {} : { LastUsedDate: used, Region: 'eu-west-1' },
          },
          id,
        ),
      ),
      policies: [policyEntry('AdministratorAccess', statementFor('*'), 'aws')],
    });
    const report = ofAccount(organization.users).flatMap(([user, facts]) => (facts.signIn ? [reportLine(user, facts.signIn)] : []));
    if (report.length > 0)
      files[`accounts/${id}/credential-report.json`] = {
        Content: Buffer.from([reportHeader, ...report].join('\n')).toString('base64'),
        ReportFormat: 'text/csv',
      };
    files[`accounts/${id}/identity-providers.json`] = {
      SAMLProviderList: providers.filter((arn) => arn.includes(':saml-provider/')).map((Arn) => ({ Arn })),
      OpenIDConnectProviderList: providers.filter((arn) => arn.includes(':oidc-provider/')).map((Arn) => ({ Arn })),
    };
  }
  return await readFiles([await directoryWith(files)]);
}

const administrator = (admin: boolean) => (admin ? [attached('AdministratorAccess', 'aws')] : []);

const inline = (may: SmallOrganization['users'][string]['may']) =>
  may.length === 0
    ? []
    : [
        {
          PolicyName: 'grants',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: may.map((one) => (typeof one === 'string' ? { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: one } : one)),
          },
        },
      ];

function trustStatement(given: z.infer<typeof trust>): object {
  if (typeof given !== 'string' && !('from' in given)) return given;
  const {
    from,
    if: condition,
    actions,
    sid,
  } = typeof given === 'string' ? { from: given } : (given as { from: string; if?: object; actions?: string[]; sid?: string });
  const [kind, action] = kindOf(from);
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    Principal: { [kind]: from },
    Action: actions ?? [action],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function kindOf(from: string): readonly [element: string, action: string] {
  if (from.includes(':oidc-provider/') || from.startsWith('cognito')) return ['Federated', 'sts:AssumeRoleWithWebIdentity'];
  if (from.includes(':saml-provider/')) return ['Federated', 'sts:AssumeRoleWithSAML'];
  return [from.endsWith('.amazonaws.com') ? 'Service' : 'AWS', 'sts:AssumeRole'];
}

function organizationFile({ accounts, scps, rootSessions }: SmallOrganization): object {
  const members = Object.entries(accounts).filter(([, { outside }]) => !outside);
  const units = [...new Set(members.flatMap(([, { unit }]) => (unit === undefined ? [] : [unit])))];
  const targets = new Map([
    ['Root', 'r-root'],
    ...units.map((unit) => [unit, `ou-${unit}`] as const),
    ...members.map(([name, { id }]) => [name, id] as const),
  ]);
  const idOf = (target: string): string => {
    const id = targets.get(target);
    if (id === undefined) throw new Error(`There is no target ${target}.`);
    return id;
  };
  const policy = (name: string, content: object, of: readonly string[]) => ({
    Id: `p-${name}`,
    Name: name,
    Type: 'SERVICE_CONTROL_POLICY',
    Content: content,
    Targets: of,
  });
  return {
    Organization: { Id: 'o-example', MasterAccountId: members[0]?.[1].id },
    ...(rootSessions ? { EnabledFeatures: ['RootSessions'], RootAccessAdministrators: rootSessions } : {}),
    Roots: [{ Id: 'r-root', Arn: 'arn:aws:organizations::111111111111:root/o-example/r-root', Name: 'Root' }],
    OrganizationalUnits: units.map((unit) => ({ Id: `ou-${unit}`, Name: unit, ParentId: 'r-root' })),
    Accounts: members.map(([name, { id, unit }]) => ({
      ...{ Id: id, Name: name, Email: `${name}@example.com`, Status: 'ACTIVE', ParentId: unit === undefined ? 'r-root' : `ou-${unit}` },
    })),
    Policies: [
      policy('FullAWSAccess', statementFor('*'), [...targets.values()]),
      ...Object.entries(scps).map(([name, scp]) =>
        policy(name, { Version: '2012-10-17', Statement: scp.statements }, scp.targets.map(idOf)),
      ),
    ],
  };
}

/** "Get credential reports for your AWS account", the columns that count here. */
const reportHeader =
  'user,arn,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_used_date,access_key_2_active,access_key_2_last_used_date';

const reportLine = (user: string, { password, mfa, keys, used }: z.infer<typeof signIn>): string =>
  [user, 'arn', password, used ?? 'no_information', mfa, keys > 0, 'N/A', keys > 1, 'N/A'].join(',');
