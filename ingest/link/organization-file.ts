/** Reads organization.json: the organization, its roots and units, and the accounts that it lists. */
import type { OrganizationalUnit } from '../organization.ts';
import { type Entry, entriesOf, entryAt, fieldOf, hasField, listOf, optionalText, requiredText, rootEntry } from './fields.ts';
import { type Findings, type Place, placeAt } from './findings.ts';

export interface ListedAccount {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string;
  readonly parentId: string | null;
  readonly place: Place;
}

export interface OrganizationFile {
  readonly root: Entry;
  /** Null if the file does not say it. */
  readonly id: string | null;
  readonly managementAccountId: string | null;
  /** Of the roots' ARNs. */
  readonly partition: string | null;
  readonly units: ReadonlyMap<string, OrganizationalUnit>;
  readonly accounts: ReadonlyMap<string, ListedAccount>;
  /** Ids of the accounts whose users and roles may open root sessions in member accounts; empty if none may, or if it was not read. */
  readonly rootSessionAccounts: ReadonlySet<string>;
  /** False if accounts may be missing from `accounts` because entries could not be read. */
  readonly accountsComplete: boolean;
}

const remedy = 'Compare it with what the AWS CLI prints (aws organizations …), and write organization.json again.';

/** Null, with a finding, if the file is not an object. */
export function readOrganizationFile(file: string, json: unknown, findings: Findings): OrganizationFile | null {
  const root = rootEntry(file, json, findings);
  if (!root) return null;
  const head = entryAt(fieldOf(root, 'Organization') ?? null, placeAt(root.place, 'Organization'), findings);
  const roots = entriesOf(root, 'Roots', findings).entries;
  const arn = roots.map((entry) => fieldOf(entry, 'Arn')).find((value) => typeof value === 'string');
  const managementAccountId = head && requiredAccountId(head, 'MasterAccountId', findings, 'unknown');
  return {
    root,
    id: head && requiredText(head, 'Id', findings, 'unknown'),
    managementAccountId,
    rootSessionAccounts: readRootSessionAccounts(root, managementAccountId, findings),
    partition: /^arn:(aws[\w-]*):/.exec(arn ?? '')?.[1] ?? null,
    units: readUnits(root, roots, findings),
    ...readAccounts(root, findings),
  };
}

/** "Centralize root access for member accounts": the management account, and delegated administrators for IAM. */
function readRootSessionAccounts(root: Entry, managementAccountId: string | null, findings: Findings): Set<string> {
  const texts = (field: string): string[] =>
    ((hasField(root, field) && listOf(root, field, findings)) || []).map(({ value }) => value).filter((value) => typeof value === 'string');
  if (!texts('EnabledFeatures').includes('RootSessions')) return new Set();
  return new Set([...(managementAccountId === null ? [] : [managementAccountId]), ...texts('RootAccessAdministrators')]);
}

function readUnits(root: Entry, roots: readonly Entry[], findings: Findings): Map<string, OrganizationalUnit> {
  const units = new Map<string, OrganizationalUnit>();
  const add = (entry: Entry, isRoot: boolean): void => {
    const id = requiredText(entry, 'Id', findings);
    if (id === null) return;
    const parentId = isRoot ? null : requiredText(entry, 'ParentId', findings, 'unknown');
    if (parentId === null && !isRoot) return;
    const unit = { id, name: optionalText(entry, 'Name', findings) ?? id, parentId };
    if (isFirst(units.get(id), unit, entry.place, findings)) units.set(id, unit);
  };
  for (const entry of roots) add(entry, true);
  for (const entry of entriesOf(root, 'OrganizationalUnits', findings).entries) add(entry, false);
  return units;
}

function readAccounts(root: Entry, findings: Findings): Pick<OrganizationFile, 'accounts' | 'accountsComplete'> {
  const accounts = new Map<string, ListedAccount>();
  let accountsComplete = hasField(root, 'Accounts');
  if (!accountsComplete)
    findings.report({ severity: 'unknown', code: 'missing-field', place: root.place, reason: 'Accounts is missing', remedy });
  const list = entriesOf(root, 'Accounts', findings);
  accountsComplete &&= list.complete;
  for (const entry of list.entries) {
    const id = requiredAccountId(entry, 'Id', findings, 'skipped');
    if (id === null) {
      accountsComplete = false;
      continue;
    }
    const account = {
      id,
      name: optionalText(entry, 'Name', findings),
      email: optionalText(entry, 'Email', findings),
      // AWS replaces Status by State ("Account" in the AWS Organizations API Reference); either is read.
      status: optionalText(entry, 'Status', findings) ?? optionalText(entry, 'State', findings) ?? '',
      parentId: requiredText(entry, 'ParentId', findings, 'unknown'),
    };
    if (isFirst(accounts.get(id), account, entry.place, findings)) accounts.set(id, { ...account, place: entry.place });
  }
  return { accounts, accountsComplete };
}

/** True if nothing of this id came before; says so if what came before was different. */
function isFirst(first: object | undefined, second: object, place: Place, findings: Findings): boolean {
  if (!first) return true;
  const differs = Object.entries(second).some(([key, value]) => Reflect.get(first, key) !== value);
  if (differs)
    findings.report({
      severity: 'skipped',
      code: 'duplicate-entry',
      place,
      reason: 'its id was listed before with other data; the first is used',
      remedy,
    });
  return false;
}

function requiredAccountId(entry: Entry, field: string, findings: Findings, severity: 'skipped' | 'unknown'): string | null {
  const text = requiredText(entry, field, findings, severity);
  if (text === null || /^\d{12}$/.test(text)) return text;
  findings.report({
    severity,
    code: 'wrong-account-id',
    place: placeAt(entry.place, field),
    reason: `${JSON.stringify(text.slice(0, 60))} is no account id (12 digits)`,
    remedy,
  });
  return null;
}
