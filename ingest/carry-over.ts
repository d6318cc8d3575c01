/**
 * What an earlier snapshot knew of accounts, or parts of them, that could not be read this time. Showing it as gone would be a guess;
 * the old data is used and marked stale, in the Collection itself, so that whoever ingests it again sees the same.
 */
import type { Finding } from '../graph/finding.ts';
import type { RawAccount, RawAccountFiles, RawCollection, RawFile } from './collection.ts';

/** The snapshot that knew more. */
export interface Earlier {
  readonly snapshot: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly collection: RawCollection;
}

export interface NotRead {
  /** Ids of accounts that could not be read, or not to their end. */
  readonly accounts: readonly string[];
  /** True if some call about Identity Center failed, or it is no longer seen. */
  readonly identityCenter: boolean;
}

/** The accounts of a live Collection that lack something which the earlier snapshot may have, those of `notRead` too. */
export const lackingAccounts = ({ accounts }: RawCollection, notRead: NotRead): ReadonlySet<string> =>
  new Set([...notRead.accounts, ...accounts.flatMap((account) => (lacksPart(account) ? account.id : []))]);

/** The collection with what is not there as it was before. What `earlier` does not know either stays missing. */
export function carryOver(collection: RawCollection, notRead: NotRead, earlier: Earlier): RawCollection {
  if (organizationOf(earlier.collection) !== organizationOf(collection)) return collection;
  const withAccounts = carryOverParts(carryOverAccounts(collection, notRead.accounts, earlier), earlier);
  return carryOverIdentityCenter(carryOverOrganization(withAccounts, earlier), notRead, earlier);
}

function carryOverAccounts(collection: RawCollection, failed: readonly string[], earlier: Earlier): RawCollection {
  const known = new Map(earlier.collection.accounts.filter(({ pages }) => pages.length > 0).map((account) => [account.id, account]));
  const carried = failed.flatMap((id) => {
    const account = known.get(id);
    return account ? [markStale(account, earlier)] : [];
  });
  if (carried.length === 0) return collection;
  const ids = new Set(carried.map(({ id }) => id));
  const pagesOfCarried = new Set(collection.accounts.filter(({ id }) => ids.has(id)).flatMap(({ pages }) => pages.map(({ file }) => file)));
  return {
    ...collection,
    accounts: [...collection.accounts.filter(({ id }) => !ids.has(id)), ...carried].sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: [
      // That pages of a half-read account are missing matters no more: none of them is used.
      ...collection.findings.filter(({ code, file }) => code !== 'truncated-account' || !pagesOfCarried.has(file)),
      ...carried.map(staleAccount),
    ],
  };
}

function markStale(account: RawAccount, earlier: Earlier): RawAccount {
  const json = { ...provenance(earlier), ...fieldsOf(account.others?.collected ?? null) };
  return { ...account, others: { ...account.others, collected: { file: `accounts/${account.id}/collected.json`, json } } };
}

function staleAccount({ id, others }: RawAccount): Finding {
  const { CollectedAt, CarriedOverFrom } = fieldsOf(others?.collected ?? null);
  return {
    severity: 'unknown',
    code: 'stale-account',
    file: `accounts/${id}.json`,
    path: null,
    reason: `account ${id} could not be read; what snapshot ${String(CarriedOverFrom)} knew of it is used, as of ${String(CollectedAt)}`,
    remedy: 'Its other findings say why. Mend that, and run again with --resume.',
  };
}

/** Beside the pages of an account a live run writes each of these, unless the call for it failed. How users sign in stands in one of two files. */
const parts: readonly { readonly name: string; readonly files: (account: RawAccount) => Partial<AccountParts> | null }[] = [
  { name: 'identity providers', files: ({ identityProviders }) => identityProviders && { identityProviders } },
  { name: 'alias', files: ({ aliases }) => aliases && { aliases } },
  {
    name: 'passwords, MFA and access keys of users',
    files: ({ others = {} }) => {
      const { collected: _, ...signIn } = others;
      return Object.keys(signIn).length === 0 ? null : { others: signIn };
    },
  },
];

interface AccountParts {
  readonly identityProviders: RawFile;
  readonly aliases: RawFile;
  readonly others: RawAccountFiles;
}

const lacksPart = (account: RawAccount): boolean => account.pages.length > 0 && parts.some(({ files }) => files(account) === null);

function carryOverParts(collection: RawCollection, earlier: Earlier): RawCollection {
  const before = new Map(earlier.collection.accounts.map((account) => [account.id, account]));
  const findings: Finding[] = [];
  const accounts = collection.accounts.map((account) => {
    const known = before.get(account.id);
    // An account that is stale as a whole has all that was known of it.
    if (!known || !lacksPart(account) || 'CarriedOverFrom' in fieldsOf(account.others?.collected ?? null)) return account;
    const collectedAt = fieldsOf(known.others?.collected ?? null)['CollectedAt'];
    const origin = { ...provenance(earlier), ...(typeof collectedAt === 'string' ? { CollectedAt: collectedAt } : {}) };
    let whole = account;
    for (const { name, files } of parts) {
      const found = files(account) === null ? files(known) : null;
      if (!found) continue;
      const { identityProviders, aliases, others = {} } = found;
      const marked = Object.fromEntries(Object.entries(others).map(([key, file]) => [key, markFile(file, origin)]));
      whole = {
        ...whole,
        ...(identityProviders ? { identityProviders: markFile(identityProviders, origin) } : {}),
        ...(aliases ? { aliases: markFile(aliases, origin) } : {}),
        others: { ...whole.others, ...marked },
      };
      const [first = null] = [identityProviders, aliases, ...Object.values(others)].filter((file) => file !== undefined);
      findings.push(stalePart(`accounts/${account.id}/`, `${name} of account ${account.id}`, originOf(first?.json, origin)));
    }
    return whole;
  });
  return findings.length === 0 ? collection : { ...collection, accounts, findings: [...collection.findings, ...findings] };
}

/** An organization that could be listed has each of these, unless the call for it failed. */
const organizationFields: Readonly<Record<string, string>> = {
  Policies: 'SCPs and RCPs',
  EnabledFeatures: 'whether centralized root access is on',
  RootAccessAdministrators: 'who administers root access beside the management account',
};

/** True for an organization that was listed and lacks what the earlier snapshot may have. */
export function lacksOrganizationPart({ organization }: RawCollection): boolean {
  const fields = fieldsOf(typeof organization === 'object' ? organization : null);
  return 'Accounts' in fields && Object.keys(organizationFields).some((field) => !(field in fields));
}

function carryOverOrganization(collection: RawCollection, earlier: Earlier): RawCollection {
  const { organization } = collection;
  if (typeof organization !== 'object' || !lacksOrganizationPart(collection)) return collection;
  const read = fieldsOf(organization);
  const before = fieldsOf(typeof earlier.collection.organization === 'object' ? earlier.collection.organization : null);
  const missing = Object.keys(organizationFields).filter((field) => !(field in read) && field in before);
  if (missing.length === 0) return collection;
  const origins = isObject(before['CarriedOver']) ? before['CarriedOver'] : {};
  const carried = missing.map((field) => ({ field, origin: originOf(origins[field], provenance(earlier)) }));
  return {
    ...collection,
    organization: {
      ...organization,
      json: {
        ...read,
        ...Object.fromEntries(missing.map((field) => [field, before[field]])),
        CarriedOver: Object.fromEntries(carried.map(({ field, origin }) => [field, origin])),
      },
    },
    findings: [
      ...collection.findings,
      ...carried.map(({ field, origin }) => stalePart(organization.file, organizationFields[field] ?? field, origin)),
    ],
  };
}

function carryOverIdentityCenter(collection: RawCollection, { identityCenter: failed }: NotRead, earlier: Earlier): RawCollection {
  if (!failed) return collection;
  const read = collection.identityCenter ?? [];
  const names = new Set(read.map(({ file }) => file));
  const missing = (earlier.collection.identityCenter ?? []).filter(({ file }) => !names.has(file));
  if (missing.length === 0) return collection;
  const origin = provenance(earlier);
  return {
    ...collection,
    identityCenter: [...read, ...missing.map((file) => markFile(file, origin))],
    findings: [...collection.findings, stalePart('identity-center', `${missing.length} answers of Identity Center`, origin)],
  };
}

interface Provenance {
  readonly CollectedAt: string;
  readonly CarriedOverFrom: string;
}

const provenance = ({ snapshot, createdAt }: Earlier): Provenance => ({ CollectedAt: createdAt, CarriedOverFrom: snapshot });

/** What was carried over before says where from. */
const markFile = (file: RawFile, origin: Provenance): RawFile => ({ ...file, json: { ...origin, ...fieldsOf(file) } });

/** What it says of itself, else the origin given. */
function originOf(marked: unknown, origin: Provenance): Provenance {
  const { CollectedAt, CarriedOverFrom } = isObject(marked) ? marked : {};
  return typeof CollectedAt === 'string' && typeof CarriedOverFrom === 'string' ? { CollectedAt, CarriedOverFrom } : origin;
}

const stalePart = (file: string, what: string, { CollectedAt, CarriedOverFrom }: Provenance): Finding => ({
  severity: 'unknown',
  code: 'stale-part',
  file,
  path: null,
  reason: `not read: ${what}; what snapshot ${CarriedOverFrom} knew is used, as of ${CollectedAt}`,
  remedy: 'The finding of the call that failed says why. Mend that, and run again with --resume.',
});

/** `''` if the Collection does not say. Lone accounts of different owners have different ids anyway. */
function organizationOf({ organization }: RawCollection): string {
  const { Organization: inner } = fieldsOf(typeof organization === 'object' ? organization : null);
  return isObject(inner) && typeof inner['Id'] === 'string' ? inner['Id'] : '';
}

const fieldsOf = (file: RawFile | null): Record<string, unknown> => (file && isObject(file.json) ? file.json : {});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
