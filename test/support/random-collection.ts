/** Small random accounts as AWS prints them, with everything in them that linking puts together. */
import fc from 'fast-check';
import {
  accountId,
  attached,
  boundaryOf,
  detailsWith,
  groupEntry,
  organizationWith,
  policyEntry,
  roleEntry,
  statementFor,
  userEntry,
} from './collection-files.ts';
import type { LinkInput } from './linked.ts';

const actions = ['sts:AssumeRole', 's3:*', 'iam:Get?ser'];
const subset = <T>(...items: T[]) => fc.shuffledSubarray(items);
const documents = fc.constantFrom(...actions).chain((action) => {
  const document = statementFor(action);
  return fc.constantFrom<unknown>(document, JSON.stringify(document), encodeURIComponent(JSON.stringify(document)));
});
const inline = (field: string) =>
  fc.tuple(subset('x', 'y', 'z'), fc.array(documents, { minLength: 3, maxLength: 3 })).map(([names, texts]) => ({
    [field]: names.map((name, index) => ({ PolicyName: name, PolicyDocument: texts[index] })),
  }));
const common = (account: string) =>
  fc
    .record({
      // `gone` is nowhere in the data.
      policies: subset('p', 'q', 'gone'),
      aws: subset('Admin', 'ReadOnly'),
      tags: subset('team', 'stage'),
      boundary: fc.constantFrom(null, 'p', 'gone'),
    })
    .map(({ policies, aws, tags, boundary }) => ({
      AttachedManagedPolicies: [...policies.map((name) => attached(name, account)), ...aws.map((name) => attached(name, 'aws'))],
      Tags: tags.map((Key) => ({ Key, Value: Key.length })).map((tag) => ({ ...tag, Value: String(tag.Value) })),
      ...(boundary && { PermissionsBoundary: boundaryOf(boundary, account) }),
    }));

const named = (names: readonly string[], entry: (name: string) => fc.Arbitrary<unknown>) => fc.tuple(...names.map(entry));

const details = (account: string) =>
  fc
    .record({
      users: named(['ann', 'bob', 'eve'], (name) =>
        fc
          .tuple(common(account), inline('UserPolicyList'), subset('ops', 'dev', 'lost'))
          .map(([fields, policies, GroupList]) => userEntry(name, { ...fields, ...policies, GroupList }, account)),
      ),
      groups: named(['ops', 'dev'], (name) =>
        fc
          .tuple(common(account), inline('GroupPolicyList'))
          .map(([fields, policies]) => groupEntry(name, { ...fields, ...policies }, account)),
      ),
      roles: named(['r1', 'r2', 'r3', 'r4'], (name) =>
        fc
          .tuple(common(account), inline('RolePolicyList'))
          .map(([fields, policies]) => roleEntry(name, { ...fields, ...policies }, account)),
      ),
      policies: fc
        .tuple(documents, documents, documents)
        .map(([p, q, admin]) => [
          policyEntry('p', p, account),
          policyEntry('q', q, account),
          policyEntry('Admin', admin, 'aws', { DefaultVersionId: 'v1' }),
        ]),
    })
    .map(detailsWith);

/** Two accounts, one in the organization and one beside it. */
export const randomInput: fc.Arbitrary<LinkInput> = fc
  .record({ shop: details(accountId), vendor: details('444455556666'), hasOrganization: fc.boolean() })
  .map(({ shop, vendor, hasOrganization }) => ({
    ...(hasOrganization && { organization: organizationWith() }),
    // One Admin only: two accounts may not contradict each other here.
    accounts: { [accountId]: shop, '444455556666': { ...vendor, Policies: (vendor['Policies'] as unknown[]).slice(0, 2) } },
  }));
