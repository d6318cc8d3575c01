/** Condition keys of which Rolepath knows nothing: edges keep them as conditions, and people hear of them. */
import type { Finding } from '../../graph/finding.ts';
import { isKnownKey } from '../../iam/index.ts';
import type { DerivedReason } from './edge-builder.ts';

/** One finding per key, whatever its letters, that conditions of edges are about. */
export function findUnknownKeys(reasons: readonly DerivedReason[]): Finding[] {
  const found = new Map<string, string>();
  for (const { alternatives, tagSession, setSourceIdentity } of reasons) {
    for (const { key } of [...alternatives, ...tagSession, ...setSourceIdentity].flat()) {
      const name = key.toLowerCase();
      if (!name.startsWith('rolepath:') && !found.has(name) && !isKnownKey(name)) found.set(name, key);
    }
  }
  return [...found.keys()].sort().map((name) => unknownKey(found.get(name) ?? name));
}

const unknownKey = (key: string): Finding => ({
  severity: 'notice',
  code: 'unknown-condition-key',
  file: '',
  path: null,
  reason: `some edges ask for ${JSON.stringify(key)}, a condition key that Rolepath does not know: whether a call can meet it is left open`,
  remedy: 'Look whether it is misspelt. Where AWS sends this key, the condition on the edge is right as it stands.',
});
