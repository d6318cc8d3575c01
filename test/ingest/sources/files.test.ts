import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../graph/finding.ts';
import { readOrganization } from '../../../ingest/index.ts';
import {
  accountId,
  attached,
  boundaryOf,
  detailsWith,
  directoryWith,
  type FileTree,
  organizationWith,
  policyEntry,
  roleEntry,
  statementFor,
} from '../../support/collection-files.ts';

const other = '444455556666';
const good = detailsWith({ roles: [roleEntry('good')] });
const text = JSON.stringify(good, null, 2);

interface Expected {
  /** Names of all roles that were read. */
  readonly roles: readonly string[];
  /** `severity code file path`, notices about the missing organization.json left out. */
  readonly findings: readonly string[];
  /** What the reason of the first of these findings holds. */
  readonly reason?: string;
}

interface Case {
  readonly name: string;
  readonly why: string;
  readonly given: FileTree;
  /** Paths below the directory; the directory itself if absent. */
  readonly paths?: readonly string[];
  readonly expected: Expected;
}

const cases: readonly Case[] = [
  {
    name: 'a directory of files with any names',
    why: 'the account comes from the ARNs',
    given: { 'one.json': good, 'second dump.txt': detailsWith({ roles: [roleEntry('b', {}, other)] }) },
    expected: { roles: ['good', 'b'], findings: [] },
  },
  { name: 'one file', why: 'any name will do', given: { dump: good }, paths: ['dump'], expected: { roles: ['good'], findings: [] } },
  {
    name: 'several paths',
    why: 'file names then begin with the path given',
    given: { 'a/x.json': good, 'b/x.json': '{' },
    paths: ['a', 'b'],
    expected: { roles: ['good'], findings: ['skipped truncated-file DIR/b/x.json null'] },
  },
  {
    name: 'a Collection',
    why: 'accounts/ or organization.json makes a directory one',
    given: { [`accounts/${accountId}.json`]: good },
    expected: { roles: ['good'], findings: [] },
  },
  {
    name: 'a file with two accounts',
    why: 'people join dumps; each entry goes to the account of its ARN',
    given: { 'all.json': detailsWith({ roles: [roleEntry('a'), roleEntry('b', {}, other)] }) },
    expected: { roles: ['a', 'b'], findings: ['notice several-accounts all.json null'] },
  },
  {
    name: 'pages of one account',
    why: 'pages are merged; overlapping entries count once',
    given: {
      'p1.json': detailsWith({ roles: [roleEntry('a')], IsTruncated: true, Marker: 'x' }),
      'p2.json': detailsWith({ roles: [roleEntry('a'), roleEntry('b')], IsTruncated: false }),
    },
    expected: { roles: ['a', 'b'], findings: [] },
  },
  {
    name: 'a page without its successor',
    why: 'what is missing must be said',
    given: { 'p1.json': detailsWith({ roles: [roleEntry('a')], IsTruncated: true, Marker: 'x' }) },
    expected: { roles: ['a'], findings: ['unknown truncated-account p1.json $.IsTruncated'], reason: accountId },
  },
  {
    name: 'a last page that holds AWS managed policies only',
    why: 'it names no account, but it is the end of the one that lacks one, and its policies serve all',
    given: {
      'p1.json': detailsWith({ roles: [roleEntry('a', { AttachedManagedPolicies: [attached('Admin', 'aws')] })], NextToken: 'x' }),
      'p2.json': detailsWith({ policies: [policyEntry('Admin', statementFor('*'), 'aws')] }),
    },
    expected: { roles: ['a'], findings: [] },
  },
  {
    name: 'broken JSON',
    why: 'line and column lead to the place; the other files are read',
    given: { 'bad.json': '{\n  "RoleDetailList": [,]\n}', 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped broken-json bad.json null'], reason: 'line 2, column 22' },
  },
  {
    name: 'a truncated file',
    why: 'a full disk or a stopped command leaves half a file',
    given: { 'bad.json': text.slice(0, 200), 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped truncated-file bad.json null'], reason: 'ends' },
  },
  {
    name: 'an empty file',
    why: 'a failed command leaves one behind',
    given: { 'bad.json': '', 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped truncated-file bad.json null'], reason: 'empty' },
  },
  {
    name: 'a JSON file of something else',
    why: 'list-roles output is a common mistake',
    given: { 'roles.json': { Roles: [] }, 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped not-authorization-details roles.json null'], reason: '"Roles"' },
  },
  {
    name: 'list-policies output',
    why: 'it has Policies too, but no documents',
    given: { 'policies.json': { Policies: [{ PolicyName: 'x', Arn: `arn:aws:iam::${accountId}:policy/x` }] }, 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped not-authorization-details policies.json null'] },
  },
  {
    name: 'a README beside the dumps',
    why: 'text that is no JSON and does not claim to be is no loss',
    given: { 'README.md': '# Dumps', '.hidden': 'x', 'good.json': good },
    expected: { roles: ['good'], findings: ['notice other-file README.md null'] },
  },
  {
    name: 'a subdirectory',
    why: 'it is not read, and that is said',
    given: { 'good.json': good, 'old/x.json': good },
    expected: { roles: ['good'], findings: ['notice subdirectory-ignored old null'] },
  },
  {
    name: 'a directory in place of a file',
    why: 'it cannot be read, whoever reads it',
    given: { [`accounts/${accountId}.json`]: null, [`accounts/${other}.json`]: detailsWith({ roles: [roleEntry('b', {}, other)] }) },
    expected: { roles: ['b'], findings: [`skipped unreadable-file accounts/${accountId}.json null`], reason: 'directory' },
  },
  {
    name: 'a link that leads nowhere',
    why: 'its target may be on a disk that is not mounted',
    given: { 'gone.json': { link: '/does/not/exist' }, 'good.json': good },
    expected: { roles: ['good'], findings: ['skipped unreadable-file gone.json null'] },
  },
  {
    name: 'a file named for another account',
    why: 'either the name or the content is wrong; neither is believed',
    given: { [`accounts/${other}.json`]: good, [`accounts/${accountId}.json`]: good },
    expected: { roles: ['good'], findings: [`skipped wrong-account accounts/${other}.json null`], reason: accountId },
  },
  {
    name: 'a foreign entry in an account file',
    why: 'the file is said to be of one account',
    given: { [`accounts/${accountId}.json`]: detailsWith({ roles: [roleEntry('a'), roleEntry('c'), roleEntry('b', {}, other)] }) },
    expected: { roles: ['a', 'c'], findings: [`skipped foreign-entry accounts/${accountId}.json $.RoleDetailList[2]`] },
  },
  {
    name: 'details beside accounts/ instead of in it',
    why: 'a Collection has them in accounts/',
    given: { 'organization.json': organizationWith(), [`accounts/${accountId}.json`]: good, 'stray.json': good },
    expected: { roles: ['good'], findings: ['skipped stray-file stray.json null'] },
  },
  {
    name: 'a broken organization.json',
    why: 'there is an organization, but what it says is unknown',
    given: { 'organization.json': '{"Organization"', [`accounts/${accountId}.json`]: good },
    expected: { roles: ['good'], findings: ['skipped truncated-file organization.json null'] },
  },
  {
    name: 'accounts that disagree',
    why: 'two dumps of one account: the first file by name counts, and each difference is named',
    given: {
      'a.json': detailsWith({ roles: [roleEntry('x'), roleEntry('same')] }),
      'b.json': detailsWith({ roles: [roleEntry('x', { AssumeRolePolicyDocument: statementFor('sts:*') }), roleEntry('same')] }),
    },
    expected: { roles: ['same', 'x'], findings: ['skipped duplicate-entry b.json $.RoleDetailList[0]'], reason: 'a.json' },
  },
  {
    name: 'two dumps that differ in encoding, order and counters only',
    why: 'they say the same',
    given: {
      'a.json': detailsWith({
        roles: [roleEntry('x', { RoleLastUsed: { LastUsedDate: '2024-01-01T00:00:00Z' } })],
        policies: [policyEntry('p', { Statement: [], Version: '2012-10-17' })],
      }),
      'b.json': detailsWith({
        roles: [
          roleEntry('x', { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(roleEntry('x')['AssumeRolePolicyDocument'])) }),
        ],
        policies: [policyEntry('p', { Version: '2012-10-17', Statement: [] }, accountId, { AttachmentCount: 7 })],
      }),
    },
    expected: { roles: ['x'], findings: [] },
  },
  {
    name: 'a missing boundary and a missing policy',
    why: 'named at the first place that needs them',
    given: {
      'a.json': detailsWith({
        roles: [
          roleEntry('a', { PermissionsBoundary: boundaryOf('gone') }),
          roleEntry('b', { AttachedManagedPolicies: [attached('lost')] }),
          roleEntry('c', { AttachedManagedPolicies: [attached('lost')] }),
        ],
      }),
    },
    expected: {
      roles: ['a', 'b', 'c'],
      findings: [
        'unknown missing-boundary a.json $.RoleDetailList[0].PermissionsBoundary.PermissionsBoundaryArn',
        'unknown missing-policy a.json $.RoleDetailList[1].AttachedManagedPolicies[0].PolicyArn',
      ],
    },
  },
  {
    name: 'bytes with a UTF-8 mark',
    why: 'editors add it',
    given: { 'a.json': `\uFEFF${text}` },
    expected: { roles: ['good'], findings: [] },
  },
  {
    name: 'UTF-16 with and without a mark',
    why: "PowerShell's redirection writes it",
    given: {
      'a.json': Buffer.from(`\uFEFF${text}`, 'utf16le'),
      'b.json': Buffer.from(JSON.stringify(detailsWith({ roles: [roleEntry('b', {}, other)] })), 'utf16le'),
      'c.json': Buffer.from(`\uFEFF${JSON.stringify(detailsWith({ roles: [roleEntry('c')] }))}`, 'utf16le').swap16(),
    },
    expected: { roles: ['c', 'good', 'b'], findings: [] },
  },
  {
    name: 'gzip, whole and damaged',
    why: 'snapshots keep their files so',
    given: { 'a.json.gz': gzipSync(text), 'b.json.gz': gzipSync(text).subarray(0, 40) },
    expected: { roles: ['good'], findings: ['skipped unreadable-file b.json.gz null'], reason: 'gzip' },
  },
  {
    name: 'bytes that are no UTF-8',
    why: 'a name read wrongly is worth a look',
    given: { 'a.json': Buffer.from(JSON.stringify(detailsWith({ roles: [roleEntry('good', { Description: 'caf\u00e9' })] })), 'latin1') },
    expected: { roles: ['good'], findings: ['notice not-utf8 a.json null'] },
  },
  {
    name: 'half a character',
    why: 'JSON can spell it, no database takes it, and one such name must not cost the others',
    given: { 'a.json': JSON.stringify(detailsWith({ roles: [roleEntry('good'), roleEntry('half\ud800')] })) },
    expected: { roles: ['good', 'half\ufffd'], findings: ['notice half-character a.json null'] },
  },
  {
    name: 'nesting without end',
    why: 'nothing that recurses may see it, and its siblings are read',
    given: { 'a.json': `{"RoleDetailList": [${JSON.stringify(roleEntry('good'))}], "x": ${'['.repeat(200_000)}${']'.repeat(200_000)}}` },
    expected: { roles: ['good'], findings: ['skipped too-deep a.json null'] },
  },
];

const shown = (finding: Finding, directory: string): string =>
  `${finding.severity} ${finding.code} ${finding.file.replace(directory, 'DIR')} ${finding.path}`;

for (const { name, why, given, paths = ['.'], expected } of cases) {
  test(`${name}: ${why}`, async () => {
    const directory = await directoryWith(given);
    const { organization } = await readOrganization(paths.map((path) => join(directory, path)));
    const findings = organization.findings.filter((finding) => finding.code !== 'no-organization');
    expect(organization.roles.map((role) => role.name)).toEqual(expected.roles);
    expect(findings.map((finding) => shown(finding, directory))).toEqual(expected.findings);
    if (expected.reason) expect(findings[0]?.reason).toContain(expected.reason);
    for (const { reason, remedy } of findings) expect([reason, remedy].every((words) => words.length > 5)).toBe(true);
  });
}

describe('inputs without any IAM data', () => {
  const hopeless: readonly { name: string; given: FileTree; path: string; code: string; findings: readonly string[] }[] = [
    { name: 'a path that does not exist', given: {}, path: 'nowhere', code: 'not-found', findings: [] },
    { name: 'an empty directory', given: {}, path: '.', code: 'nothing-to-read', findings: [] },
    {
      name: 'a directory with nothing usable',
      given: { 'a.json': '[]' },
      path: '.',
      code: 'nothing-to-read',
      findings: ['not-authorization-details'],
    },
    { name: 'a broken file', given: { 'a.json': '{"a": }' }, path: 'a.json', code: 'nothing-to-read', findings: ['broken-json'] },
    { name: 'a text file given by name', given: { 'a.txt': 'hello' }, path: 'a.txt', code: 'nothing-to-read', findings: ['broken-json'] },
    {
      name: 'an organization without accounts',
      given: { 'organization.json': organizationWith() },
      path: '.',
      code: 'nothing-to-read',
      findings: [],
    },
    { name: 'a page without any ARN', given: { 'a.json': detailsWith({}) }, path: '.', code: 'nothing-to-read', findings: ['no-account'] },
  ];
  for (const { name, given, path, code, findings } of hopeless) {
    test(name, async () => {
      const directory = await directoryWith(given);
      const error: unknown = await readOrganization([join(directory, path)]).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'IngestError', code, findings: findings.map((finding) => ({ code: finding })) });
    });
  }
});

/** Permissions do not stop root: then it runs as another user. */
async function withoutRootPowers<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await run();
  process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

test('files and directories without read permission are named', async () => {
  const directory = await directoryWith({ 'a.json': good, 'b.json': good, 'locked/c.json': good });
  await chmod(directory, 0o755);
  await chmod(join(directory, 'a.json'), 0);
  await chmod(join(directory, 'locked'), 0);
  const { organization } = await withoutRootPowers(() => readOrganization([directory, join(directory, 'locked')]));
  expect(organization.roles.map((role) => role.name)).toEqual(['good']);
  expect(organization.findings).toContainEqual(
    expect.objectContaining({ severity: 'skipped', code: 'unreadable-file', file: `${directory}/a.json`, reason: 'permission denied' }),
  );
  expect(organization.findings).toContainEqual(expect.objectContaining({ severity: 'skipped', code: 'unreadable-directory' }));
});

test.skipIf(process.platform === 'win32')('a pipe in the directory is named and not waited for', async () => {
  const directory = await directoryWith({ 'a.json': good });
  execFileSync('mkfifo', [join(directory, 'b.json')]);
  const { organization } = await readOrganization([directory]);
  expect(organization.roles.map((role) => role.name)).toEqual(['good']);
  expect(organization.findings).toContainEqual(expect.objectContaining({ severity: 'skipped', code: 'unreadable-file', file: 'b.json' }));
});
