/**
 * The file source: paths to a RawCollection. A path is a Collection directory, one output file of
 * `aws iam get-account-authorization-details`, or a directory of such files with any names.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Finding } from '../../graph/finding.ts';
import {
  collectionIndexName,
  emptyAccount,
  type GatheredAccount,
  putSideFile,
  type RawAccount,
  type RawCollection,
  type RawFile,
  readStoredCollection,
  sideFileNames,
} from '../collection.ts';
import { IngestError } from '../errors.ts';
import { createDocumentPool, type DocumentPool } from '../read-document.ts';
import { describeOtherFile, isAuthorizationDetails, isTruncated, ownersOfPage } from './authorization-details.ts';
import { type Listing, listDirectory } from './list-directory.ts';
import { readDocuments } from './read-documents.ts';
import { readJsonFile } from './read-json-file.ts';
import { isRunFile, readRunFile } from './run-file.ts';

/** What has been read so far, over all paths. */
interface Gathered {
  organization: RawCollection['organization'];
  readonly accounts: Map<string, GatheredAccount>;
  readonly identityCenter: RawFile[];
  readonly sharedPages: RawFile[];
  readonly findings: Finding[];
  readonly documents: DocumentPool;
}

/**
 * Reads all paths into one Collection. What cannot be used is named in its findings.
 * @throws IngestError `not-found` if a path does not exist, `nothing-to-read` if no path holds IAM data
 */
export async function readFiles(paths: readonly string[]): Promise<RawCollection> {
  const documents = createDocumentPool();
  const gathered: Gathered = { organization: 'absent', accounts: new Map(), identityCenter: [], sharedPages: [], findings: [], documents };
  for (const path of paths) await readPath(path, paths.length > 1 ? `${path.replaceAll('\\', '/').replace(/\/+$/, '')}` : null, gathered);
  const accounts = [...gathered.accounts].map(([id, account]): RawAccount => ({ id, ...account })).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (accounts.every((account) => account.pages.length === 0) && gathered.sharedPages.length === 0)
    throw nothingToRead(paths, gathered.findings);
  reportTruncation(accounts, gathered);
  const { organization, sharedPages, identityCenter, findings } = gathered;
  return { organization, accounts, sharedPages, identityCenter, findings };
}

/** `label` is put before file names when there are several sources; null when there is one. */
async function readPath(path: string, label: string | null, gathered: Gathered): Promise<void> {
  const kind = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') return null;
    throw new IngestError(
      'not-found',
      `${path} does not exist`,
      'Give the path of a Collection directory or of get-account-authorization-details output.',
      { cause },
    );
  });
  if (!kind?.isDirectory()) {
    await readPage(path, label ?? basename(path), true, gathered);
    return;
  }
  const name = (file: string): string => (label === null ? file : `${label}/${file}`);
  const listing = await listDirectory(path, name('.'), gathered.findings);
  const entries = new Set([...listing.files, ...listing.directories]);
  if (entries.has(collectionIndexName)) await readStored(path, gathered);
  else if (entries.has('organization.json') || entries.has('organization.json.gz') || listing.directories.includes('accounts'))
    await readCollectionDirectory(path, listing, name, gathered);
  else await readPages(path, listing, name, gathered);
}

async function readStored(path: string, gathered: Gathered): Promise<void> {
  const stored = await readStoredCollection(path, gathered.documents);
  if (typeof stored.organization === 'object') takeOrganization(stored.organization, gathered);
  else if (gathered.organization === 'absent') gathered.organization = stored.organization;
  for (const { id, pages, identityProviders, aliases, others } of stored.accounts) {
    const account = accountIn(gathered, id);
    account.pages.push(...pages);
    account.identityProviders ??= identityProviders;
    account.aliases ??= aliases;
    account.others = { ...others, ...account.others };
  }
  gathered.identityCenter.push(...(stored.identityCenter ?? []));
  gathered.sharedPages.push(...stored.sharedPages);
  gathered.findings.push(...stored.findings);
}

async function readCollectionDirectory(path: string, listing: Listing, name: (file: string) => string, gathered: Gathered): Promise<void> {
  for (const file of listing.files) {
    if (/^organization\.json(\.gz)?$/.test(file)) {
      const { json, findings } = await readJsonFile(join(path, file), name(file));
      gathered.findings.push(...findings);
      if (json !== undefined) takeOrganization({ file: name(file), json }, gathered);
      else if (gathered.organization === 'absent') gathered.organization = 'unreadable';
    } else if (isRunFile(file)) {
      gathered.findings.push(...(await readRunFile(join(path, file), name(file))));
    } else if (isJsonName(file)) {
      gathered.findings.push(strayFile(name(file)));
    }
  }
  if (listing.directories.includes('identity-center'))
    await readIdentityCenter(join(path, 'identity-center'), name('identity-center'), gathered);
  if (!listing.directories.includes('accounts')) return;
  const accounts = await listDirectory(join(path, 'accounts'), name('accounts'), gathered.findings);
  for (const file of accounts.files) await readPage(join(path, 'accounts', file), name(`accounts/${file}`), isJsonName(file), gathered);
  for (const directory of accounts.directories) {
    if (isJsonName(directory)) await readPage(join(path, 'accounts', directory), name(`accounts/${directory}`), true, gathered);
    else if (/^\d{12}$/.test(directory))
      await readSideFiles(join(path, 'accounts', directory), directory, name(`accounts/${directory}`), gathered);
  }
}

function takeOrganization(file: RawFile, gathered: Gathered): void {
  const first = gathered.organization;
  if (typeof first !== 'object') {
    gathered.organization = file;
  } else if (JSON.stringify(first.json) !== JSON.stringify(file.json)) {
    gathered.findings.push({
      severity: 'skipped',
      code: 'second-organization',
      file: file.file,
      path: null,
      reason: `describes another organization than ${first.file}, or the same one differently; the first is used`,
      remedy: 'Ingest one organization at a time.',
    });
  }
}

/** The optional files of `accounts/<id>/` that are used. */
async function readSideFiles(path: string, id: string, label: string, gathered: Gathered): Promise<void> {
  const listing = await listDirectory(path, label, gathered.findings);
  for (const file of [...listing.files, ...listing.directories]) {
    const kind = sideFileNames.find((name) => file === `${name}.json` || file === `${name}.json.gz`);
    if (!kind) continue;
    const { json, findings } = await readJsonFile(join(path, file), `${label}/${file}`);
    gathered.findings.push(...findings);
    if (json !== undefined) putSideFile(accountIn(gathered, id), kind, { file: `${label}/${file}`, json });
  }
}

/** Every JSON file below `identity-center/`: what is in it says what it is. */
async function readIdentityCenter(path: string, label: string, gathered: Gathered): Promise<void> {
  const listing = await listDirectory(path, label, gathered.findings);
  for (const file of listing.files.filter(isJsonName)) {
    const { json, findings } = await readJsonFile(join(path, file), `${label}/${file}`);
    gathered.findings.push(...findings);
    if (json !== undefined) gathered.identityCenter.push({ file: `${label}/${file}`, json });
  }
  for (const directory of listing.directories) await readIdentityCenter(join(path, directory), `${label}/${directory}`, gathered);
}

async function readPages(path: string, listing: Listing, name: (file: string) => string, gathered: Gathered): Promise<void> {
  for (const file of listing.files) await readPage(join(path, file), name(file), isJsonName(file), gathered);
  for (const directory of listing.directories) {
    if (isJsonName(directory)) await readPage(join(path, directory), name(directory), true, gathered);
    else
      gathered.findings.push({
        severity: 'notice',
        code: 'subdirectory-ignored',
        file: name(directory),
        path: null,
        reason: 'directories within a directory of files are not read',
        remedy: 'Give its path as well if it holds IAM data.',
      });
  }
}

/** @param expected true if the file must be IAM data; else text that is no JSON at all (a README) is only a notice. */
async function readPage(path: string, file: string, expected: boolean, gathered: Gathered): Promise<void> {
  const { json, findings, isOtherText } = await readJsonFile(path, file);
  if (isOtherText && !expected) {
    gathered.findings.push({
      severity: 'notice',
      code: 'other-file',
      file,
      path: null,
      reason: 'not JSON; left out',
      remedy: 'Nothing to do, unless it should be IAM data.',
    });
    return;
  }
  gathered.findings.push(...findings);
  if (json === undefined) return;
  const raw: RawFile = { file, json };
  if (!isAuthorizationDetails(json)) {
    gathered.findings.push({
      severity: 'skipped',
      code: 'not-authorization-details',
      file,
      path: null,
      reason: describeOtherFile(json),
      remedy: 'Give the output of: aws iam get-account-authorization-details',
    });
    return;
  }
  readDocuments(json, gathered.documents);
  const { accounts, problem } = ownersOfPage(raw);
  if (problem) gathered.findings.push(problem);
  if (accounts.length === 0 && !problem) gathered.sharedPages.push(raw);
  for (const account of accounts) accountIn(gathered, account).pages.push(raw);
}

function accountIn(gathered: Gathered, id: string): GatheredAccount {
  const account = gathered.accounts.get(id) ?? emptyAccount();
  gathered.accounts.set(id, account);
  return account;
}

/** Pages do not say what they follow, so this counts: an account needs one page that is not truncated. A shared page may be anyone's last. */
function reportTruncation(accounts: readonly RawAccount[], gathered: Gathered): void {
  let spareEnds = gathered.sharedPages.filter((page) => !isTruncated(page.json)).length;
  for (const { id, pages } of accounts) {
    const last = pages.at(-1);
    if (!last || !pages.every((page) => isTruncated(page.json))) continue;
    if (spareEnds > 0) {
      spareEnds -= 1;
      continue;
    }
    gathered.findings.push({
      severity: 'unknown',
      code: 'truncated-account',
      file: last.file,
      path: '$.IsTruncated',
      reason: `more pages of account ${id} follow, but none of them is here`,
      remedy: 'Fetch the account again without --max-items and --no-paginate, or add the remaining pages.',
    });
  }
}

const isJsonName = (name: string): boolean => /\.json(\.gz)?$/i.test(name);

const strayFile = (file: string): Finding => ({
  severity: 'skipped',
  code: 'stray-file',
  file,
  path: null,
  reason: 'no file of a Collection has this name, so it was not read',
  remedy: 'Put get-account-authorization-details output into accounts/<account id>.json.',
});

function nothingToRead(paths: readonly string[], findings: readonly Finding[]): IngestError {
  const first = findings.find((finding) => finding.severity !== 'notice') ?? findings[0];
  const why = first ? ` (${first.file}: ${first.reason})` : '';
  return new IngestError(
    'nothing-to-read',
    `no IAM data in ${paths.join(', ')}${why}`,
    'Give a Collection directory, or the output of: aws iam get-account-authorization-details',
    { findings },
  );
}
