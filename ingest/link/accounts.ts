/** What is known of each account: its place in the organization and the guardrails that lie above it. */
import type { AccountFacts, GuardrailLevel } from '../../iam/types.ts';
import type { RawAccount, RawCollection } from '../collection.ts';
import type { Account, OrganizationalUnit } from '../organization.ts';
import { readCollectedFacts } from './collected.ts';
import { type Findings, type Place, placeAt, rootPlace } from './findings.ts';
import { type Attachments, type GuardrailKind, type Guardrails, lacksScp, levelsAlong } from './guardrails.ts';
import type { ListedAccount, OrganizationFile } from './organization-file.ts';

export interface AccountInput {
  readonly raw: RawCollection;
  readonly file: OrganizationFile | null;
  readonly guardrails: Guardrails | null;
  readonly findings: Findings;
}

/** Closed by its owner or by AWS: nobody in it can call. AWS shows it as SUSPENDED in `Status`, as either in `State`. */
export const isSuspended = (status: string): boolean => status === 'SUSPENDED' || status === 'CLOSED';

/**
 * All accounts that are listed or have IAM data, by id.
 * @param aliasOf alias of an account, or null
 * @param partitionOf partition in the ARNs of an account's data, or null
 */
export function linkAccounts(
  input: AccountInput,
  aliasOf: (id: string) => string | null,
  partitionOf: (id: string) => string | null,
): Map<string, Account> {
  const { raw, file, findings } = input;
  if (raw.organization === 'absent') {
    const reason = 'there is no organization.json: every account stands alone, and no SCP or RCP is assumed';
    findings.report({
      severity: 'notice',
      code: 'no-organization',
      place: rootPlace('organization.json'),
      reason,
      remedy: 'Add organization.json to have guardrails and organization conditions decided.',
    });
  }
  const data = new Map(raw.accounts.map((account) => [account.id, account]));
  const ids = [...new Set([...data.keys(), ...(file?.accounts.keys() ?? [])])].sort();
  const reportedTargets = new Set<string>();
  return new Map(
    ids.map((id) => {
      const account = data.get(id);
      const listed = file?.accounts.get(id) ?? null;
      const hasData = (account?.pages.length ?? 0) > 0;
      const suspended = isSuspended(listed?.status ?? '');
      const partition = partitionOf(id) ?? file?.partition ?? 'aws';
      const path = listed && file ? pathTo(listed, file, findings) : null;
      const facts: AccountFacts = { id, partition, collected: hasData && !suspended, ...membership(id, path, listed !== null, input) };
      if (listed && !suspended && !facts.isManagement) reportMissingScps(facts.scps, input, reportedTargets);
      if (file) reportDifferences(id, listed, account, suspended, input);
      const place = { name: listed?.name ?? id, email: listed?.email ?? null, alias: aliasOf(id), status: listed?.status ?? '' };
      const unitPath = path?.map((unit) => unit.name) ?? [];
      return [
        id,
        { facts, ...place, parentId: listed?.parentId ?? null, unitPath, collected: readCollectedFacts(account ?? {}, findings) },
      ];
    }),
  );
}

type Membership = Pick<AccountFacts, 'organizationId' | 'organizationPath' | 'isManagement' | 'opensRootSessions' | 'scps' | 'rcps'>;

/** @param path roots and units above the account; null if that is not known */
function membership(
  id: string,
  path: readonly OrganizationalUnit[] | null,
  isListed: boolean,
  { raw, file, guardrails }: AccountInput,
): Membership {
  const none = { organizationPath: null, isManagement: false } as const;
  if (raw.organization === 'absent') return { organizationId: 'unknown', ...none, scps: 'off', rcps: 'off' };
  if (!file || !guardrails) return { organizationId: 'unknown', ...none, scps: 'unknown', rcps: 'unknown' };
  if (!isListed && file.accountsComplete) return { organizationId: null, ...none, scps: 'off', rcps: 'off' };
  const levels = (kind: GuardrailKind, attachments: Attachments): readonly GuardrailLevel[] | 'off' | 'unknown' => {
    if (attachments === 'off') return 'off';
    // Guardrails spare the management account: who that is must be known before they can be applied to anyone.
    if (attachments === 'unknown' || !path || file.managementAccountId === null) return 'unknown';
    return levelsAlong([...path.map((unit) => unit.id), id], kind, attachments);
  };
  return {
    organizationId: isListed ? (file.id ?? 'unknown') : 'unknown',
    organizationPath: path && file.id ? `${[file.id, ...path.map((unit) => unit.id)].join('/')}/` : null,
    isManagement: id === file.managementAccountId,
    ...(file.rootSessionAccounts.has(id) ? { opensRootSessions: true } : {}),
    scps: levels('scp', guardrails.scp),
    rcps: levels('rcp', guardrails.rcp),
  };
}

/** The root and units above an account, from the root down; null, with a finding, if the way up is broken. */
function pathTo(account: ListedAccount, file: OrganizationFile, findings: Findings): OrganizationalUnit[] | null {
  const path: OrganizationalUnit[] = [];
  for (let id = account.parentId; id !== null; ) {
    const unit = file.units.get(id);
    if (!unit || path.includes(unit)) {
      const reason = unit
        ? `the units above the account run in a circle (${id})`
        : `${id}, which lies above the account, is not in Roots or OrganizationalUnits; its guardrails are unknown`;
      findings.report({
        severity: 'unknown',
        code: unit ? 'unit-circle' : 'missing-unit',
        place: placeAt(account.place, 'ParentId'),
        reason,
        remedy: 'Write organization.json again with all roots and units.',
      });
      return null;
    }
    path.unshift(unit);
    id = unit.parentId;
  }
  return path.length > 0 ? path : null;
}

function reportMissingScps(levels: AccountFacts['scps'], { file, findings }: AccountInput, reported: Set<string>): void {
  if (typeof levels === 'string' || !file) return;
  for (const level of levels) {
    if (!lacksScp(level) || reported.has(level.target)) continue;
    reported.add(level.target);
    findings.report({
      severity: 'unknown',
      code: 'missing-scp',
      place: placeAt(file.root.place, 'Policies'),
      reason: `no SCP has ${level.target} among its Targets, but AWS always has one attached there`,
      remedy: 'List all SCPs with all their targets, FullAWSAccess (p-FullAWSAccess) too.',
    });
  }
}

function reportDifferences(
  id: string,
  listed: ListedAccount | null,
  account: RawAccount | undefined,
  suspended: boolean,
  { file, findings }: AccountInput,
): void {
  const page = account?.pages[0];
  if (listed && !page && !suspended) {
    const reason = `account ${id} has no IAM data here, so what its principals may do is unknown`;
    findings.report({
      severity: 'unknown',
      code: 'account-not-collected',
      place: listed.place,
      reason,
      remedy: `Add accounts/${id}.json.`,
    });
  } else if (listed && page && suspended) {
    const reason = `account ${id} is ${listed.status}: nobody in it can call, so its principals were left out`;
    findings.report({
      severity: 'notice',
      code: 'suspended-account',
      place: rootPlace(page.file),
      reason,
      remedy: 'Nothing to do, unless its status is out of date.',
    });
  } else if (!listed && page && file?.accountsComplete) {
    const place: Place = rootPlace(page.file);
    const reason = `organization.json does not list account ${id}: it counts as outside the organization`;
    findings.report({
      severity: 'notice',
      code: 'account-outside-organization',
      place,
      reason,
      remedy: 'Nothing to do if it is; else write organization.json again.',
    });
  }
}
