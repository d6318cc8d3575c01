/** When an account was read, and whether that was for an earlier snapshot. */
import type { RawAccount } from '../collection.ts';
import { optionalDate, optionalText, rootEntry } from './fields.ts';
import type { Findings } from './findings.ts';

export interface CollectedFacts {
  /** ISO 8601; null if the Collection does not say. */
  readonly collectedAt: string | null;
  /** True if the account could not be read this time and an earlier snapshot's data stand in. */
  readonly stale: boolean;
}

export function readCollectedFacts({ others }: Pick<RawAccount, 'others'>, findings: Findings): CollectedFacts {
  const file = others?.collected;
  const root = file ? rootEntry(file.file, file.json, findings) : null;
  if (!root) return { collectedAt: null, stale: false };
  return { collectedAt: optionalDate(root, 'CollectedAt', findings), stale: optionalText(root, 'CarriedOverFrom', findings) !== null };
}
