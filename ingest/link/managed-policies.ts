/** Managed policies by ARN: those in the data, and those that are only named, which stay without a document. */
import type { PolicyDocument, PolicyUse } from '../../iam/types.ts';
import type { PolicyRecord } from '../organization.ts';
import type { DocumentReader } from './document-reader.ts';
import { isFirst } from './duplicates.ts';
import { type Entry, entriesOf, fieldOf, optionalText } from './fields.ts';
import { type Findings, type Place, placeAt, silentFindings } from './findings.ts';
import { type IamArn, requiredArn } from './iam-arn.ts';
import { compareBy } from './order.ts';

export interface ManagedPolicies {
  /** Adds an entry of `Policies`. */
  add(arn: IamArn, entry: Entry): void;
  /**
   * The policy as something uses it; without a document, and with a finding, if it is not in the data.
   * @param accountId account of whatever uses it
   */
  use(arn: IamArn, as: 'attached' | 'boundary', viaGroup: string | null, accountId: string, place: Place): PolicyUse;
  records(): PolicyRecord[];
}

interface KnownPolicy {
  readonly arn: IamArn;
  readonly name: string;
  readonly document: PolicyDocument | null;
  readonly entry: Entry | null;
}

export function createManagedPolicies(documents: DocumentReader, findings: Findings): ManagedPolicies {
  const known = new Map<string, KnownPolicy>();
  const seen = new Map<string, Entry>();
  const uses = new Map<string, PolicyUse>();

  const readPolicy = (arn: IamArn, entry: Entry): KnownPolicy => ({
    arn,
    name: arn.name,
    document: readDefaultVersion(entry, documents, findings),
    entry,
  });

  /** Accounts read at different times can show different versions of an AWS managed policy: the newest is what AWS uses now. */
  const addAwsPolicy = (arn: IamArn, entry: Entry): void => {
    const first = known.get(arn.text)?.entry;
    const [before, now] = [first ? versionOf(first) : 0, versionOf(entry)];
    if (first && before !== now) {
      findings.report({
        severity: 'notice',
        code: 'aws-policy-versions',
        place: entry.place,
        reason: `${arn.text} is here in version ${now} and in ${first.place.file} in version ${before}; the newer one is used`,
        remedy: 'Nothing to do, unless all accounts were read at the same time.',
      });
    }
    // Counts differ from account to account; only what the version says must be the same.
    const version = defaultVersion(entry) ?? entry;
    if (first && now === before) {
      isFirst(seen, arn.text, version, findings);
    } else if (!first || now > before) {
      known.set(arn.text, readPolicy(arn, entry));
      seen.set(arn.text, version);
    }
  };

  return {
    add(arn, entry) {
      if (arn.account === 'aws') addAwsPolicy(arn, entry);
      else if (isFirst(seen, arn.text, entry, findings)) known.set(arn.text, readPolicy(arn, entry));
    },
    use(arn, as, viaGroup, accountId, place) {
      // A principal can only have policies of its own account and of AWS.
      const policy = arn.account === accountId || arn.account === 'aws' ? known.get(arn.text) : undefined;
      if (!policy?.entry) {
        findings.tally(`${as} ${arn.text}`, {
          severity: 'unknown',
          code: as === 'boundary' ? 'missing-boundary' : 'missing-policy',
          place,
          reason: `${arn.text} is named here, but is not in the data: what it allows and denies is unknown`,
          remedy: 'Fetch the account again without --filter, so that Policies holds every policy in use.',
        });
        if (!known.has(arn.text)) known.set(arn.text, { arn, name: arn.name, document: null, entry: null });
      }
      const key = `${as} ${viaGroup ?? ''} ${arn.text}`;
      const use = uses.get(key) ?? { as, id: arn.text, name: arn.name, document: policy?.document ?? null, viaGroup };
      uses.set(key, use);
      return use;
    },
    records() {
      return [...known.values()].map(recordOf).sort(compareBy((record) => record.id));
    },
  };
}

function recordOf({ arn, name, document }: KnownPolicy): PolicyRecord {
  const isAws = arn.account === 'aws';
  const use: PolicyUse = { as: 'attached', id: arn.text, name, document, viaGroup: null };
  return { id: arn.text, name, kind: isAws ? 'aws-managed' : 'customer-managed', accountId: isAws ? null : arn.account, use, targets: [] };
}

/** 5 of `v5`; 0 if it cannot be read. */
function versionOf(entry: Entry): number {
  const version = fieldOf(entry, 'DefaultVersionId');
  return typeof version === 'string' ? Number(/^v(\d+)$/.exec(version)?.[1] ?? 0) : 0;
}

function readDefaultVersion(entry: Entry, documents: DocumentReader, findings: Findings): PolicyDocument | null {
  entriesOf(entry, 'PolicyVersionList', findings);
  const chosen = defaultVersion(entry);
  if (chosen) return documents.read(fieldOf(chosen, 'Document'), 'identity', placeAt(chosen.place, 'Document'));
  const defaultId = optionalText(entry, 'DefaultVersionId', findings);
  findings.report({
    severity: 'unknown',
    code: 'missing-version',
    place: placeAt(entry.place, 'PolicyVersionList'),
    reason: `the default version${defaultId ? ` (${defaultId.slice(0, 20)})` : ''} is not in the list: what the policy says is unknown`,
    remedy: 'Fetch the account again.',
  });
  return null;
}

/** The version that is in force: the one that DefaultVersionId names, else the one that says so itself. */
function defaultVersion(entry: Entry): Entry | undefined {
  const versions = entriesOf(entry, 'PolicyVersionList', silentFindings).entries;
  const named = fieldOf(entry, 'DefaultVersionId');
  return (
    versions.find((version) => named !== undefined && fieldOf(version, 'VersionId') === named) ??
    versions.find((version) => fieldOf(version, 'IsDefaultVersion') === true)
  );
}

/** Entries of `AttachedManagedPolicies` as uses. */
export function attachedUses(
  owner: string,
  entry: Entry,
  viaGroup: string | null,
  accountId: string,
  policies: ManagedPolicies,
  findings: Findings,
): PolicyUse[] {
  const list = entriesOf(entry, 'AttachedManagedPolicies', findings);
  let complete = list.complete;
  const uses = new Map<string, PolicyUse>();
  for (const item of list.entries) {
    const arn = requiredArn(item, 'PolicyArn', 'policy', findings, 'unknown');
    if (arn) uses.set(arn.text, policies.use(arn, 'attached', viaGroup, accountId, placeAt(item.place, 'PolicyArn')));
    else complete = false;
  }
  if (!complete) uses.set('', unreadableUse(owner, 'attached', viaGroup));
  return [...uses.values()];
}

/** Stands for policies that are there but cannot be read: what depends on them is unknown. */
export const unreadableUse = (owner: string, as: 'inline' | 'attached' | 'boundary', viaGroup: string | null = null): PolicyUse => ({
  as,
  id: `${owner}#${as}/unreadable`,
  name: '(unreadable)',
  document: null,
  viaGroup,
});
