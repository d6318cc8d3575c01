/** What is known of a condition key before the call: its values, that it is absent, or who will supply it. */
import type { Condition, ConditionSource } from '../types.ts';

/** What values a key can take at all. */
export type KeyDomain = 'text' | 'bool' | 'number' | 'date' | 'ip';

export interface UnknownKey {
  readonly state: 'unknown';
  readonly source: ConditionSource;
  readonly domain: KeyDomain;
  readonly multivalued: boolean;
  readonly mayBeAbsent: boolean;
  /** Conditions on this key that are known to hold whatever its value. */
  readonly given: readonly Condition[];
  /**
   * The value that the key has unless somebody chooses another one (a role's own tag, which a session tag can override);
   * null if it is absent by default; undefined if there is no default.
   */
  readonly byDefault?: string | null;
}

export type KeyFact =
  | { readonly state: 'known'; readonly values: readonly string[]; readonly multivalued: boolean }
  | { readonly state: 'absent' }
  | UnknownKey;

/** Looks a key up, ignoring case ("Condition keys are not case-sensitive"). */
export type KeyFacts = (key: string) => KeyFact;

export const absent: KeyFact = { state: 'absent' };
export const known = (...values: string[]): KeyFact => ({ state: 'known', values, multivalued: false });
export const knownList = (values: readonly string[]): KeyFact =>
  values.length === 0 ? absent : { state: 'known', values, multivalued: true };

/** An unknown text that may be absent, unless told otherwise. */
export const unknown = (source: ConditionSource, details: Partial<Omit<UnknownKey, 'state' | 'source'>> = {}): UnknownKey => ({
  state: 'unknown',
  source,
  domain: 'text',
  multivalued: false,
  mayBeAbsent: true,
  given: [],
  ...details,
});
