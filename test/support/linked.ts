/** Links JSON without files in between, and shows policies in one line each. */

import type { Finding } from '../../graph/finding.ts';
import type { PolicyUse } from '../../iam/types.ts';
import type { RawAccount, RawCollection } from '../../ingest/collection.ts';
import { linkOrganization } from '../../ingest/link.ts';
import type { Organization } from '../../ingest/organization.ts';
import { accountId } from './collection-files.ts';

export interface LinkInput {
  /** Content of organization.json; absent if there is none. */
  readonly organization?: unknown;
  /** One page per account. */
  readonly accounts: Readonly<Record<string, unknown>>;
  readonly identityProviders?: unknown;
  readonly aliases?: unknown;
}

/** Side files belong to the first account, `accountId`. */
export function collectionOf({ organization, accounts, identityProviders, aliases }: LinkInput): RawCollection {
  const side = (name: string, id: string, json: unknown) =>
    json === undefined || id !== accountId ? null : { file: `accounts/${id}/${name}.json`, json };
  return {
    organization: organization === undefined ? 'absent' : { file: 'organization.json', json: organization },
    accounts: Object.entries(accounts).map(
      ([id, json]): RawAccount => ({
        id,
        pages: [{ file: `accounts/${id}.json`, json }],
        identityProviders: side('identity-providers', id, identityProviders),
        aliases: side('aliases', id, aliases),
      }),
    ),
    sharedPages: [],
    findings: [],
  };
}

export const link = (input: LinkInput): Organization => linkOrganization(collectionOf(input));

/** `as name (unknown) via group`, e.g. `attached admin via ops`. */
export const showUse = (use: PolicyUse): string =>
  `${use.as} ${use.name}${use.document ? '' : ' (unknown)'}${use.viaGroup ? ` via ${use.viaGroup.replace(/^.*\//, '')}` : ''}`;

/** `severity code path` of each finding, the paths without `prefix`; that there is no organization.json is left out. */
export const showFindings = (findings: readonly Finding[], prefix = ''): string[] =>
  findings
    .filter((finding) => finding.code !== 'no-organization')
    .map(({ severity, code, path }) => `${severity} ${code} ${path?.replace(prefix, '')}`);
