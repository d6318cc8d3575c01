/** A row of Rolepath's own query for a principal's policies, as both engines return it. */
import type { StoredPolicyUse } from './store.ts';

/** @param row has `as`, `id`, `name` and `document`, which is empty if it is not in the data; @param viaGroup ARN of the group it comes from */
export function toPolicyUse(row: Readonly<Record<string, unknown>>, viaGroup: string | null): StoredPolicyUse {
  const document = String(row['document']);
  return {
    as: String(row['as']) as StoredPolicyUse['as'],
    id: String(row['id']),
    name: String(row['name']),
    document: document === '' ? null : document,
    viaGroup,
  };
}
