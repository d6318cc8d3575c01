/**
 * The Collection: raw AWS JSON as it was read, before anything is made of it; and how a snapshot keeps it.
 *
 * A stored Collection has the layout that a person's Collection has (`organization.json`, `accounts/<id>.json`,
 * `accounts/<id>/…`), each file gzipped, plus `collection.json`: an index with the names that the files had where they came from and
 * the findings of reading them. So reading it back gives the same Organization, findings included.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { type Finding, findingSchema } from '../graph/finding.ts';
import { IngestError } from './errors.ts';
import { createDocumentPool, type DocumentPool } from './read-document.ts';
import { readDocuments } from './sources/read-documents.ts';
import { readJsonFile } from './sources/read-json-file.ts';

/** One file, parsed. Only its being JSON is certain. Policy documents stand in it as `ReadDocument`s. */
export interface RawFile {
  /** What findings call it: the path relative to the source, with `/`. */
  readonly file: string;
  readonly json: unknown;
}

export interface RawAccount {
  /** 12 digits. */
  readonly id: string;
  /** Output of get-account-authorization-details; empty if none could be read. A page with entries of several accounts stands in each of them. */
  readonly pages: readonly RawFile[];
  readonly identityProviders: RawFile | null;
  readonly aliases: RawFile | null;
  /** What else lies in `accounts/<id>/`, by name. */
  readonly others?: RawAccountFiles;
}

/** `credential-report` and `user-credentials`: how users sign in; `collected`: when and how the account was read. */
const accountFileNames = ['credential-report', 'user-credentials', 'collected'] as const;
export type RawAccountFiles = Readonly<Partial<Record<(typeof accountFileNames)[number], RawFile>>>;

/** A RawAccount while its files are gathered. */
export interface GatheredAccount {
  pages: RawFile[];
  identityProviders: RawFile | null;
  aliases: RawFile | null;
  others: { -readonly [Name in keyof RawAccountFiles]: RawAccountFiles[Name] };
}

export const emptyAccount = (): GatheredAccount => ({ pages: [], identityProviders: null, aliases: null, others: {} });

export const sideFileNames = ['identity-providers', 'aliases', ...accountFileNames] as const;

export function putSideFile(account: GatheredAccount, name: (typeof sideFileNames)[number], file: RawFile): void {
  if (name === 'identity-providers') account.identityProviders = file;
  else if (name === 'aliases') account.aliases = file;
  else account.others[name] = file;
}

export interface RawCollection {
  /** `absent`: there is no organization.json. `unreadable`: there is one, but it could not be read. */
  readonly organization: RawFile | 'absent' | 'unreadable';
  /** By id. */
  readonly accounts: readonly RawAccount[];
  /** Pages in which nothing belongs to one account: AWS managed policies only. */
  readonly sharedPages: readonly RawFile[];
  /** Everything in `identity-center/`: the instance, permission sets, assignments, users, groups, memberships. */
  readonly identityCenter?: readonly RawFile[];
  /** What went wrong while reading. */
  readonly findings: readonly Finding[];
}

export const collectionIndexName = 'collection.json';

const fileSchema = z.object({
  /** Path within the stored Collection. */
  stored: z.string().regex(/^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*$/),
  /** `RawFile.file` */
  file: z.string(),
  holds: z.enum(['organization', 'page', 'identity-center', ...sideFileNames]),
  account: z.string().nullable(),
});

const indexSchema = z.object({
  format: z.literal(1),
  organization: z.enum(['file', 'absent', 'unreadable']),
  files: z.array(fileSchema),
  findings: z.array(findingSchema),
});

type StoredFile = z.infer<typeof fileSchema>;

const compress = promisify(gzip);

/** Writes the Collection into a directory, which is made if need be; the index is written last. */
export async function writeCollection(collection: RawCollection, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const planned = planFiles(collection);
  const written = new Set<string>();
  for (const { raw, entry } of planned) {
    if (written.has(entry.stored)) continue;
    written.add(entry.stored);
    const path = join(directory, entry.stored);
    await mkdir(dirname(path), { recursive: true });
    // Level 3 takes half the time of the default level for a few percent more bytes.
    await writeFile(path, await compress(JSON.stringify(raw.json), { level: 3 }));
  }
  const organization = typeof collection.organization === 'object' ? 'file' : collection.organization;
  const files = planned.map(({ entry }) => entry);
  const index: z.infer<typeof indexSchema> = { format: 1, organization, files, findings: [...collection.findings] };
  await writeFile(join(directory, collectionIndexName), JSON.stringify(index));
}

function repeatedIn(pages: readonly RawFile[]): RawFile[] {
  const seen = new Set<RawFile>();
  const repeated: RawFile[] = [];
  for (const page of pages) {
    if (seen.has(page)) repeated.push(page);
    seen.add(page);
  }
  return repeated;
}

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}.${index + 1}`);

/** Which file goes where. A page of several accounts is listed for each of them and stored once, under a name without an account. */
function planFiles({ organization, sharedPages, accounts, identityCenter = [] }: RawCollection): { raw: RawFile; entry: StoredFile }[] {
  const planned: { raw: RawFile; entry: StoredFile }[] = [];
  const plan = (raw: RawFile, stored: string, holds: StoredFile['holds'], account: string | null): void =>
    void planned.push({ raw, entry: { stored: `${stored}.json.gz`, file: raw.file, holds, account } });

  const shared = [...new Set([...sharedPages, ...repeatedIn(accounts.flatMap((account) => account.pages))])];
  const sharedNames = new Map(shared.map((page, index) => [page, numbered('shared', index)]));
  const nameOf = (page: RawFile, ownName: string): string => `accounts/${sharedNames.get(page) ?? ownName}`;

  if (typeof organization === 'object') plan(organization, 'organization', 'organization', null);
  for (const page of sharedPages) plan(page, nameOf(page, ''), 'page', null);
  for (const [index, file] of identityCenter.entries()) plan(file, numbered('identity-center/answer', index), 'identity-center', null);
  for (const { id, pages: own, identityProviders, aliases, others = {} } of accounts) {
    for (const [index, page] of own.entries()) plan(page, nameOf(page, numbered(id, index)), 'page', id);
    if (identityProviders) plan(identityProviders, `accounts/${id}/identity-providers`, 'identity-providers', id);
    if (aliases) plan(aliases, `accounts/${id}/aliases`, 'aliases', id);
    for (const name of accountFileNames) if (others[name]) plan(others[name], `accounts/${id}/${name}`, name, id);
  }
  return planned;
}

/**
 * Reads a Collection that `writeCollection` wrote.
 * @param documents where its policy documents are kept
 * @param only of these accounts; all if absent
 * @throws IngestError `broken-collection` if the index or a file that it lists cannot be read
 */
export async function readStoredCollection(
  directory: string,
  documents: DocumentPool = createDocumentPool(),
  only?: ReadonlySet<string>,
): Promise<RawCollection> {
  const index = await readIndex(directory);
  const accounts = new Map<string, GatheredAccount & { readonly id: string }>();
  const sharedPages: RawFile[] = [];
  const identityCenter: RawFile[] = [];
  let organization: RawCollection['organization'] = index.organization === 'absent' ? 'absent' : 'unreadable';
  const read = new Map<string, RawFile>();
  for (const { stored, file, holds, account } of index.files) {
    if (only && account !== null && !only.has(account)) continue;
    const raw = read.get(stored) ?? (await readStoredFile(directory, stored, file));
    read.set(stored, raw);
    if (holds === 'page') readDocuments(raw.json, documents);
    if (holds === 'organization') {
      organization = raw;
    } else if (holds === 'identity-center') {
      identityCenter.push(raw);
    } else if (account === null) {
      sharedPages.push(raw);
    } else {
      const entry = accounts.get(account) ?? { id: account, ...emptyAccount() };
      accounts.set(account, entry);
      if (holds === 'page') entry.pages.push(raw);
      else putSideFile(entry, holds, raw);
    }
  }
  return { organization, accounts: [...accounts.values()], sharedPages, identityCenter, findings: index.findings };
}

async function readStoredFile(directory: string, stored: string, file: string): Promise<RawFile> {
  const path = join(directory, stored);
  const { json, findings } = await readJsonFile(path, stored);
  if (json === undefined) throw broken(`${path}: ${findings[0]?.reason}`);
  return { file, json };
}

async function readIndex(directory: string): Promise<z.infer<typeof indexSchema>> {
  const path = join(directory, collectionIndexName);
  try {
    return indexSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw broken(`${path} is not the index of a stored Collection`, cause);
  }
}

const broken = (message: string, cause?: unknown): IngestError =>
  new IngestError('broken-collection', message, 'The snapshot is damaged: ingest again from the original files.', { cause });
