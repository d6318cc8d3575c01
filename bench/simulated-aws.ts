/**
 * A simulated AWS of any size for the bench of live ingestion: answers take 50 to 300 ms, and every service has a rate limit as AWS
 * has (token buckets; above it calls are throttled). Run as a process of its own, it prints its port, and at `/counts` what was asked.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createIdentityCenterDouble } from '../test/support/aws/identity-center-double.ts';

/** Calls per second and burst: Organizations per operation, IAM per account, STS and Identity Center for all. */
export const rateLimits: Readonly<Record<string, { readonly rate: number; readonly burst: number }>> = {
  organizations: { rate: 10, burst: 20 },
  iam: { rate: 15, burst: 30 },
  sts: { rate: 100, burst: 200 },
  sso: { rate: 20, burst: 40 },
  identitystore: { rate: 20, burst: 40 },
};

export interface Counts {
  /** Answered calls by bucket. */
  readonly buckets: Readonly<Record<string, number>>;
  readonly throttled: number;
  /** Milliseconds that all answers took together. */
  readonly latency: number;
}

const namespace = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** @param directory with organization.json and accounts/, as bench/generate-organization.ts writes them */
export async function simulateAws(directory: string): Promise<number> {
  const organization = JSON.parse(await readFile(join(directory, 'organization.json'), 'utf8')) as {
    Organization: { Id: string; MasterAccountId: string };
    Roots: { Id: string }[];
    OrganizationalUnits: { Id: string; ParentId: string }[];
    Accounts: { Id: string; ParentId: string }[];
    Policies: { Id: string; Name: string; Type: string; Content: unknown; Targets: string[] }[];
  };
  const management = organization.Organization.MasterAccountId;
  const people = Array.from({ length: 500 }, (_, index) => `person-${index}`);
  const identityCenter = createIdentityCenterDouble({
    region: 'us-east-1',
    permissionSets: ['Admin', 'Developer', 'ReadOnly'],
    users: people,
    groups: Object.fromEntries(Array.from({ length: 50 }, (_, group) => [`group-${group}`, people.slice(group * 10, group * 10 + 10)])),
    assignments: organization.Accounts.flatMap(({ Id }, index) =>
      ['Admin', 'Developer', 'ReadOnly'].map((permissionSet) => ({ account: Id, permissionSet, to: `group:group-${index % 50}` })),
    ),
  });
  const buckets = new Map<string, { tokens: number; at: number }>();
  const counts = { buckets: {} as Record<string, number>, throttled: 0, latency: 0 };
  const take = (bucket: string, service: string): boolean => {
    const { rate, burst } = rateLimits[service] ?? { rate: 1000, burst: 1000 };
    const now = performance.now();
    const { tokens, at } = buckets.get(bucket) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + ((now - at) / 1000) * rate);
    buckets.set(bucket, { tokens: left < 1 ? left : left - 1, at: now });
    return left >= 1;
  };
  let dice = 1;
  const latency = (): number => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
    return 50 + (dice / 2 ** 32) * 250;
  };

  const ofOrganizations = (action: string, input: Readonly<Record<string, unknown>>): object => {
    const page = (field: string, items: readonly unknown[], size = 20): object => {
      const start = Number(input['NextToken'] ?? 0);
      return { [field]: items.slice(start, start + size), ...(start + size < items.length ? { NextToken: String(start + size) } : {}) };
    };
    const policy = organization.Policies.find(({ Id }) => Id === input['PolicyId']);
    const summary = ({ Id, Name, Type }: { Id: string; Name: string; Type: string }) => ({ Id, Name, Type });
    switch (action) {
      case 'DescribeOrganization':
        return { Organization: organization.Organization };
      case 'ListRoots':
        return {
          Roots: organization.Roots.map((root) => ({
            ...root,
            PolicyTypes: ['SERVICE', 'RESOURCE'].map((kind) => ({ Type: `${kind}_CONTROL_POLICY`, Status: 'ENABLED' })),
          })),
        };
      case 'ListAccountsForParent':
        return page(
          'Accounts',
          organization.Accounts.filter(({ ParentId }) => ParentId === input['ParentId']),
        );
      case 'ListOrganizationalUnitsForParent':
        return page(
          'OrganizationalUnits',
          organization.OrganizationalUnits.filter(({ ParentId }) => ParentId === input['ParentId']),
        );
      case 'ListPolicies':
        return page('Policies', organization.Policies.filter(({ Type }) => Type === input['Filter']).map(summary));
      case 'DescribePolicy':
        return { Policy: policy && { PolicySummary: summary(policy), Content: JSON.stringify(policy.Content) } };
      case 'ListTargetsForPolicy':
        return page(
          'Targets',
          (policy?.Targets ?? []).map((TargetId) => ({ TargetId })),
        );
      default:
        return { DelegatedAdministrators: [] };
    }
  };

  const ofQuery = async (action: string, account: string, form: URLSearchParams): Promise<string> => {
    const wrap = (result: string): string =>
      `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result></${action}Response>`;
    switch (action) {
      case 'GetCallerIdentity':
        return wrap(toXml({ Account: management, Arn: `arn:aws:iam::${management}:user/bench`, UserId: 'AIDA' }));
      case 'AssumeRole': {
        const id = /:iam::(\d{12}):/.exec(form.get('RoleArn') ?? '')?.[1] ?? '';
        const Expiration = new Date(Date.now() + 3_600_000).toISOString();
        return wrap(toXml({ Credentials: { AccessKeyId: `ASIA${id}`, SecretAccessKey: 's', SessionToken: 't', Expiration } }));
      }
      case 'GetAccountAuthorizationDetails': {
        const details = JSON.parse(await readFile(join(directory, 'accounts', `${account}.json`), 'utf8')) as object;
        return wrap(toXml({ ...details, IsTruncated: false }));
      }
      case 'GenerateCredentialReport':
        return wrap(toXml({ State: 'COMPLETE' }));
      case 'GetCredentialReport':
        return wrap(
          toXml({ Content: Buffer.from('user,password_enabled,mfa_active,access_key_1_active,access_key_2_active\n').toString('base64') }),
        );
      default:
        return wrap('');
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/counts') {
        response.end(JSON.stringify(counts satisfies Counts));
        return;
      }
      const body = await textOf(request);
      const [, key = '', region = '', service = ''] =
        /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
      const target = String(request.headers['x-amz-target'] ?? '');
      const form = new URLSearchParams(target === '' ? body : '');
      const action = target === '' ? (form.get('Action') ?? '') : target.slice(target.lastIndexOf('.') + 1);
      const account = /^ASIA(\d{12})$/.exec(key)?.[1] ?? management;
      const bucket = service === 'iam' ? `iam ${account}` : service === 'organizations' ? `organizations ${action}` : service;
      const took = latency();
      await new Promise((resolve) => setTimeout(resolve, took));
      const isQuery = target === '';
      response.setHeader('content-type', isQuery ? 'text/xml' : 'application/x-amz-json-1.1');
      if (!take(bucket, service)) {
        counts.throttled += 1;
        response.statusCode = 400;
        const code = isQuery ? 'Throttling' : service === 'organizations' ? 'TooManyRequestsException' : 'ThrottlingException';
        response.end(
          isQuery
            ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code></Error></ErrorResponse>`
            : JSON.stringify({ __type: code }),
        );
        return;
      }
      counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
      counts.latency += took;
      if (isQuery) response.end(await ofQuery(action, account, form));
      else {
        const input = JSON.parse(body || '{}') as Record<string, unknown>;
        const found = service === 'organizations' ? ofOrganizations(action, input) : identityCenter.answer(region, action, input, 100);
        response.end(JSON.stringify(found));
      }
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** As AWS's query protocol writes it; policy documents URL-encoded. */
function toXml(value: unknown, name = ''): string {
  if (value === null || value === undefined) return '';
  if (/(^|Policy)Document$/.test(name)) return encodeURIComponent(JSON.stringify(value));
  if (Array.isArray(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join('');
  if (typeof value !== 'object') return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return Object.entries(value)
    .map(([key, inner]) => `<${key}>${toXml(inner, key)}</${key}>`)
    .join('');
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
