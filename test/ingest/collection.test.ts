import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkOrganization, readOrganization, readStoredCollection, writeCollection } from '../../ingest/index.ts';
import {
  accountId,
  attached,
  detailsWith,
  directoryWith,
  type FileTree,
  organizationWith,
  policyEntry,
  roleEntry,
  statementFor,
} from '../support/collection-files.ts';

const other = '444455556666';
const cases: readonly { name: string; why: string; given: FileTree }[] = [
  {
    name: 'a Collection with side files, extras and findings',
    why: 'findings keep the names that the files had',
    given: {
      'organization.json': organizationWith(),
      [`accounts/${accountId}.json`]: detailsWith({ roles: [roleEntry('a', { AttachedManagedPolicies: [attached('gone')] }), 7] }),
      [`accounts/${accountId}/aliases.json`]: { AccountAliases: ['shop'] },
      [`accounts/${accountId}/identity-providers.json`]: { SAMLProviderList: [], OpenIDConnectProviderList: [] },
      [`accounts/${other}.json`]: '{"RoleDetailList": [',
    },
  },
  {
    name: 'files with any names, pages, two accounts in one file',
    why: 'the layout of the store is another one',
    given: {
      'a b.json': detailsWith({ roles: [roleEntry('a'), roleEntry('b', {}, other)], IsTruncated: true }),
      'c.json': detailsWith({ roles: [roleEntry('c')] }),
      'd.json': detailsWith({ policies: [policyEntry('Admin', statementFor('*'), 'aws')] }),
    },
  },
  {
    name: 'an unreadable organization.json',
    why: 'it stays unknown',
    given: { 'organization.json': '{', [`accounts/${accountId}.json`]: detailsWith({ roles: [roleEntry('a')] }) },
  },
];

for (const { name, why, given } of cases) {
  test(`reading back gives the same Organization: ${name}: ${why}`, async () => {
    const { organization, collection } = await readOrganization([await directoryWith(given)]);
    const store = join(await directoryWith({}), 'collection');
    await writeCollection(collection, store);
    expect(linkOrganization(await readStoredCollection(store))).toEqual(organization);
    // The stored Collection is also a path that can be ingested.
    expect((await readOrganization([store])).organization).toEqual(organization);
    // And without its index it is a Collection like a person's.
    await rm(join(store, 'collection.json'));
    const plain = (await readOrganization([store])).organization;
    expect([plain.roles, plain.policies]).toEqual([organization.roles, organization.policies]);
  });
}

test('a stored file serves all accounts that it has entries of, and is kept once', async () => {
  const { collection } = await readOrganization([
    await directoryWith({ 'x.json': detailsWith({ roles: [roleEntry('a'), roleEntry('b', {}, other)] }) }),
  ]);
  const store = await directoryWith({});
  await writeCollection(collection, store);
  expect(await readdir(join(store, 'accounts'))).toEqual(['shared.json.gz']);
});

const damages: readonly { name: string; damage: (store: string) => Promise<void> }[] = [
  { name: 'no index', damage: (store) => rm(join(store, 'collection.json')) },
  { name: 'an index that is cut off', damage: (store) => writeFile(join(store, 'collection.json'), '{"format":1') },
  { name: 'an index of a later format', damage: (store) => writeFile(join(store, 'collection.json'), '{"format":2}') },
  {
    name: 'an index that points out of the store',
    damage: (store) =>
      writeFile(
        join(store, 'collection.json'),
        JSON.stringify({
          format: 1,
          organization: 'absent',
          findings: [],
          files: [{ stored: '../../etc/passwd', file: 'x', holds: 'page', account: accountId }],
        }),
      ),
  },
  { name: 'a file that is gone', damage: (store) => rm(join(store, 'accounts', `${accountId}.json.gz`)) },
  { name: 'a file that is damaged', damage: (store) => writeFile(join(store, 'accounts', `${accountId}.json.gz`), 'x') },
];

for (const { name, damage } of damages) {
  test(`a damaged store is said to be one: ${name}`, async () => {
    const { collection } = await readOrganization([await directoryWith({ 'x.json': detailsWith({ roles: [roleEntry('a')] }) })]);
    const store = await directoryWith({});
    await writeCollection(collection, store);
    await damage(store);
    await expect(readStoredCollection(store)).rejects.toMatchObject({ code: 'broken-collection' });
  });
}
