/** Live runs for tests: with an environment that leads to the double, and what came of them in a form that can be compared. */
import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { createLadybugWriter, ladybugVersion } from '../../../graph/engines/ladybug/index.ts';
import { readCurrent, snapshotCollection } from '../../../graph/snapshots.ts';
import { deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { ingest, ingestLive, readOrganization } from '../../../ingest/index.ts';
import type { LiveOptions } from '../../../ingest/sources/live/options.ts';
import { readerRole } from './double-organization.ts';

/** What the SDK's own chain finds; it must find nothing else. */
export const awsEnvironment = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-to-be-seen',
  AWS_SESSION_TOKEN: '',
  AWS_REGION: 'eu-central-1',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** The environment of somebody who holds a session of a role in that account. */
export async function environmentIn(endpoint: string, account: string): Promise<Readonly<Record<string, string>>> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/rolepath`, RoleSessionName: 'somebody' }),
  );
  sts.destroy();
  return {
    ...awsEnvironment(endpoint),
    AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: given?.SessionToken ?? '',
  };
}

const engine = async () => ({ name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter }) as const;

export const runLive = async (dataDir: string, changes: Partial<LiveOptions> = {}) =>
  await ingestLive({
    dataDir,
    strict: false,
    source: 'live',
    version: 'test',
    engine: await engine(),
    live: { role: { roleName: readerRole, externalId: 'secret-{account}' }, concurrency: 24, resume: false, ...changes },
  });

export const ingestCollection = async (dataDir: string, path: string) =>
  await ingest({ paths: [path], dataDir, strict: false, version: 'test', engine: await engine() });

export const currentCollection = async (dataDir: string): Promise<string> =>
  snapshotCollection(dataDir, (await readCurrent(dataDir)) ?? '');

/** All that a snapshot says, but for when it was read; `findings` without their wording. */
export async function describeSnapshot(dataDir: string) {
  const { organization } = await readOrganization([await currentCollection(dataDir)]);
  const { arns, edges, reasons } = deriveEdges(organization);
  return {
    accounts: [...organization.accounts].map(([id, account]) => [id, { ...account, collected: account.collected.stale }]),
    units: organization.units,
    users: organization.users,
    roles: organization.roles.map((role) => ({ ...role, lastUsedAt: null })),
    groups: organization.groups,
    policies: organization.policies,
    identityProviders: [...organization.identityProviders],
    edges: Array.from(edges.from, (from, edge) => [
      arns[from],
      arns[edges.to[edge] ?? 0],
      edges.flags[edge],
      reasons[edges.reason[edge] ?? 0]?.id,
    ]),
    findings: organization.findings.map(({ severity, code, file }) => `${severity} ${code} ${file}`).sort(),
  };
}

export const collectingFile = (dataDir: string, name: string): string => join(dataDir, 'collecting', name);
