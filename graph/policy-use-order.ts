/** The order of a principal's policies, the same from every engine. */
import type { StoredPolicyUse } from './store.ts';

/** By how it is had, name, group, id; by code units, as `sort()` compares texts. */
export function comparePolicyUses(a: StoredPolicyUse, b: StoredPolicyUse): number {
  return compare(a.as, b.as) || compare(a.name, b.name) || compare(a.viaGroup ?? '', b.viaGroup ?? '') || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
