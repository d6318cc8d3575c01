/**
 * What chain state needs to know of a hop, cut out of its reason: which conditions look at the session that the caller holds
 * (needs), and which bind what the caller gives to the session that it opens (sets). Many reasons share one shape.
 */
import type { Alternatives, Condition } from '../iam/types.ts';

export interface HopWay {
  /** On the caller's session: its name, tags, source identity, MFA, federated login. */
  readonly needs: readonly Condition[];
  /** On what the call passes: session name, tags, source identity, and what a federated login brings. */
  readonly sets: readonly Condition[];
}

export interface HopShape {
  /** Alternatives; the first is the least demanding. */
  readonly ways: readonly HopWay[];
  /** Ways in which tags may be passed, and inherited ones may pass on; empty: never. */
  readonly tagging: readonly HopWay[];
  /** Ways in which a source identity may be set, and one that is set may pass on; empty: never. */
  readonly settingIdentity: readonly HopWay[];
}

/**
 * Something of a session that a later hop can look at: `name`, `mfa`, `source-identity`, `transitive` (tags that pass on must be
 * set), `tag:<key>`, `login:<condition key>`; keys in lower case.
 */
export type Attribute = string;

/** What of the caller's session the condition looks at; null if it looks at something else, or compares with another key. */
export function attributeNeeded({ key, source, values }: Condition): Attribute | null {
  if (source !== 'session' || values.some(hasVariable)) return null;
  const name = key.toLowerCase();
  if (name === 'aws:userid') return 'name';
  if (name === 'aws:multifactorauthpresent' || name === 'aws:multifactorauthage') return 'mfa';
  if (name === 'aws:sourceidentity') return 'source-identity';
  if (name.startsWith('aws:principaltag/')) return `tag:${name.slice('aws:principaltag/'.length)}`;
  return isLoginKey(name) ? `login:${name}` : null;
}

/** What of the session that the call opens the condition binds; `tag-keys` for those on all tags that are passed. Null: nothing of it. */
export function attributeSet({ key, source }: Condition): Attribute | 'tag-keys' | null {
  if (source !== 'caller' && source !== 'identity-provider') return null;
  const name = key.toLowerCase();
  if (name === 'sts:rolesessionname') return 'name';
  if (name === 'sts:sourceidentity') return 'source-identity';
  if (name === 'aws:tagkeys') return 'tag-keys';
  if (name === 'sts:transitivetagkeys') return 'transitive';
  if (name.startsWith('aws:requesttag/')) return `tag:${name.slice('aws:requesttag/'.length)}`;
  return source === 'identity-provider' && isLoginKey(name) ? `login:${name}` : null;
}

/** `aws:FederatedProvider`, `saml:…` and `<issuer>:…`, which has a dot in it. */
const isLoginKey = (name: string): boolean => name === 'aws:federatedprovider' || name.startsWith('saml:') || /^[^:]*\..*:/.test(name);

/** Escapes such as `${*}` are no variables. */
const hasVariable = (value: string): boolean => /\$\{(?![*?$]\})/.test(value);

interface ReasonParts {
  readonly alternatives: Alternatives;
  readonly tagSession: Alternatives;
  readonly setSourceIdentity: Alternatives;
}

/** Everything that some hop's conditions look at or that must travel on: state keeps track of these and of nothing else. */
export function attributesTracked(reasons: Iterable<ReasonParts>): Attribute[] {
  const tracked = new Set<Attribute>();
  for (const { alternatives, tagSession, setSourceIdentity } of reasons) {
    for (const condition of [...alternatives, ...tagSession, ...setSourceIdentity].flat()) {
      const needed = attributeNeeded(condition);
      if (needed !== null) tracked.add(needed);
      // What must be set on one hop can break a later one that may not pass it on.
      const set = attributeSet(condition);
      if (set === 'source-identity' || set === 'transitive') tracked.add(set);
    }
    // Where tags must be passed and only some sessions may, the session decides though nobody looks at the tags.
    if (!tagSession.flat().some((condition) => attributeNeeded(condition) !== null)) continue;
    for (const condition of alternatives.flat()) {
      const set = attributeSet(condition);
      if (set === 'tag-keys') for (const value of condition.values) tracked.add(`tag:${value.toLowerCase()}`);
      else if (set?.startsWith('tag:')) tracked.add(set);
    }
  }
  return [...tracked].sort();
}

/** @param tracked as of attributesTracked: what nobody looks at is left out, so that shapes are few */
export function shapeHop({ alternatives, tagSession, setSourceIdentity }: ReasonParts, tracked: ReadonlySet<Attribute>): HopShape {
  const tags = [...tracked].some((attribute) => attribute.startsWith('tag:') || attribute === 'transitive');
  const keep = (parts: Alternatives): HopWay[] =>
    uniqueWays(
      parts.map((conditions) => ({
        needs: conditions.filter((condition) => isTracked(attributeNeeded(condition), tracked, tags)),
        sets: conditions.filter((condition) => isTracked(attributeSet(condition), tracked, tags)),
      })),
    );
  return {
    ways: keep(alternatives),
    tagging: tags ? keep(tagSession) : [],
    settingIdentity: tracked.has('source-identity') ? keep(setSourceIdentity) : [],
  };
}

const isTracked = (attribute: Attribute | null, tracked: ReadonlySet<Attribute>, tags: boolean): boolean =>
  attribute !== null && (attribute === 'tag-keys' ? tags : tracked.has(attribute));

/** A way without any conditions leaves none of the others to take. */
function uniqueWays(ways: readonly HopWay[]): HopWay[] {
  const free = ways.find(({ needs, sets }) => needs.length === 0 && sets.length === 0);
  if (free) return [free];
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}
