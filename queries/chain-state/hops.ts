/**
 * The ways of taking an edge, as chain state sees them: what each asks of the session that the caller holds, and what the
 * session that it opens can carry. Sources: "Pass session tags in AWS STS", "Monitor and control actions taken with assumed
 * roles" (source identity), "AWS global condition context keys".
 */
import type { Attribute, HopShape, HopWay } from '../../graph/hop-shape.ts';
import { attributeNeeded, attributeSet } from '../../graph/hop-shape.ts';
import { canHoldForListWith, canHoldTogether, holdFor, holdWhenAbsent } from '../../iam/index.ts';
import type { Condition } from '../../iam/types.ts';

export type Conditions = readonly Condition[];

export interface Hop {
  /** By attribute of the caller's session. */
  readonly needs: ReadonlyMap<Attribute, Conditions>;
  /** On the name of the session that is opened. */
  readonly name: Conditions;
  /** The session can be one with MFA: a person opens it. */
  readonly mfa: boolean;
  /** What a federated login brings, by attribute; what is not in it is absent. */
  readonly login: ReadonlyMap<Attribute, Conditions>;
  readonly identity: {
    /** A source identity may be set here, and one that is set may pass on. */
    readonly mayPass: boolean;
    readonly mustPass: boolean;
    /** On one that is set here, and on one that passes on. */
    readonly whenSet: Conditions;
    readonly whenKept: Conditions;
  };
  /** Tags may be set here, and those that are transitive may pass on. */
  readonly mayTag: boolean;
  /** Some tag must be passed as transitive, so later hops must let tags pass on. */
  readonly mustTransit: boolean;
  /** Keys, in lower case, of tags that must be passed as transitive: once they are, no later hop can pass them again. */
  readonly transits: readonly string[];
  readonly tags: ReadonlyMap<Attribute, TagOffer>;
}

export interface TagOffer {
  readonly mayPass: boolean;
  readonly mustPass: boolean;
  readonly whenSet: Conditions;
  /** It may be passed as transitive. */
  readonly mayLast: boolean;
  /** It may pass on if it was passed as transitive before; such a tag cannot be passed again. */
  readonly mayKeep: boolean;
}

/** Who takes the edge: its kind decides who chooses what. */
export interface HopCaller {
  readonly kind: string;
  readonly arn: string;
  readonly uniqueId: string;
}

/** @param tracked what any hop of the snapshot looks at */
export function readHops(shape: HopShape, caller: HopCaller, tracked: readonly Attribute[]): Hop[] {
  return shape.ways.flatMap((way) =>
    optionsOf(shape.tagging, isTagAttribute).flatMap((tagging) =>
      optionsOf(shape.settingIdentity, isIdentityAttribute).flatMap((identity) => readHop(way, tagging, identity, caller, tracked) ?? []),
    ),
  );
}

/** A permission that asks for nothing but what it lets pass is there whether it is used or not. */
const optionsOf = (ways: readonly HopWay[], isOwn: (attribute: string) => boolean): readonly Option[] => {
  const isFree = ({ needs, sets }: HopWay): boolean => needs.length === 0 && sets.every((each) => isOwn(attributeSet(each) ?? ''));
  const free = ways.filter(isFree).map(({ sets }) => ({ needs: [], sets, others: [] }));
  const bound = ways
    .filter((way) => !isFree(way))
    .map(({ needs, sets }) => ({
      needs,
      sets: sets.filter((each) => isOwn(attributeSet(each) ?? '')),
      others: sets.filter((each) => !isOwn(attributeSet(each) ?? '')),
    }));
  return free.length > 0 ? [...free, ...bound] : [null, ...bound];
};

const isTagAttribute = (attribute: string): boolean => attribute.startsWith('tag') || attribute === 'transitive';
const isIdentityAttribute = (attribute: string): boolean => attribute === 'source-identity';

/** A permission that is used: what it asks of what it lets pass, and what it asks besides. */
type Option = { readonly needs: Conditions; readonly sets: Conditions; readonly others: Conditions } | null;

/** Null if such a call cannot be. */
function readHop(way: HopWay, tagging: Option, identity: Option, caller: HopCaller, tracked: readonly Attribute[]): Hop | null {
  const needs = groupNeeds([...way.needs, ...(tagging?.needs ?? []), ...(identity?.needs ?? [])], caller.uniqueId);
  const own = groupSets([...way.sets, ...(tagging?.others ?? []), ...(identity?.others ?? [])]);
  const forTags = groupSets(tagging?.sets ?? []);
  const forIdentity = groupSets(identity?.sets ?? []);
  const ownIdentity = own.get('source-identity') ?? [];
  const permitted = forIdentity.get('source-identity') ?? [];
  const whenSet = [...ownIdentity, ...permitted];
  const transitive = own.get('transitive') ?? [];
  const transits = [...new Set(transitive.flatMap((condition) => onlyKeyOf(condition) ?? []))].sort();
  const keys = [...(own.get('tag-keys') ?? []), ...(forTags.get('tag-keys') ?? [])];
  const lasting = [...(own.get('transitive') ?? []), ...(forTags.get('transitive') ?? [])];
  const tags = new Map<Attribute, TagOffer>();
  for (const attribute of tracked) {
    if (!attribute.startsWith('tag:')) continue;
    const name = attribute.slice('tag:'.length);
    const asked = own.get(attribute) ?? [];
    const conditions = [...asked, ...(forTags.get(attribute) ?? [])];
    const offer = {
      mayPass: tagging !== null && canHoldForListWith(name, keys) && canHoldTogether(conditions),
      mustPass: !holdWhenAbsent(asked) || transits.includes(name),
      whenSet: conditions,
      mayLast: canHoldForListWith(name, lasting),
      mayKeep: tagging !== null && holdWhenAbsent(conditions),
    };
    if (offer.mustPass && !offer.mayPass) return null;
    tags.set(attribute, offer);
  }
  const mustTransit = !holdWhenAbsent(transitive);
  const mustTag = [...own].some(([attribute, conditions]) => attribute.startsWith('tag') && !holdWhenAbsent(conditions));
  if ((mustTransit || mustTag) && tagging === null) return null;
  return {
    needs,
    name: [...(own.get('name') ?? []), ...(caller.arn === 'ec2.amazonaws.com' ? [instanceId] : [])],
    mfa: caller.kind === 'user' || isOutside(caller.kind),
    login: readLogin(own, caller, tracked),
    identity: {
      mayPass: identity !== null,
      mustPass: !holdWhenAbsent(ownIdentity),
      whenSet,
      // One that is kept need not be passed; where it must be, it must meet all that is asked of one that is passed.
      whenKept: holdWhenAbsent(whenSet) ? [] : whenSet,
    },
    mayTag: tagging !== null,
    mustTransit,
    transits,
    tags,
  };
}

/** The key that must be among those that are passed; null where several would do, or none. */
function onlyKeyOf({ qualifier, operator, negated, values }: Condition): string | null {
  const [only, ...others] = values;
  const isOne = qualifier === 'ForAnyValue' && !negated && /^StringEquals(IgnoreCase)?$/.test(operator) && others.length === 0;
  return isOne && only !== undefined ? only.toLowerCase() : null;
}

/** Nobody knows what sessions are held outside of the data. */
export const isOutside = (kind: string): boolean => kind === 'external-account' || kind === 'anyone';

/** A session of an instance's role is named after the instance ("IAM roles for Amazon EC2"). */
const instanceId: Condition = {
  key: 'sts:RoleSessionName',
  operator: 'StringLike',
  qualifier: null,
  ifExists: false,
  values: ['i-*'],
  negated: false,
  source: 'environment',
};

function groupNeeds(conditions: Conditions, uniqueId: string): Map<Attribute, Conditions> {
  const groups = new Map<Attribute, Condition[]>();
  for (const condition of conditions) {
    const attribute = attributeNeeded(condition);
    const read = attribute === 'name' ? readSessionName(condition, uniqueId) : condition;
    if (attribute === null || !read) continue;
    groups.set(attribute, [...(groups.get(attribute) ?? []), read]);
  }
  return groups;
}

function groupSets(conditions: Conditions): Map<Attribute, Conditions> {
  const groups = new Map<Attribute, Condition[]>();
  for (const condition of conditions) {
    const attribute = attributeSet(condition);
    if (attribute !== null) groups.set(attribute, [...(groups.get(attribute) ?? []), condition]);
  }
  return groups;
}

/**
 * A role's aws:userid is its unique id, a colon, and the session name: what a condition on it asks of the name. Null if that
 * cannot be told, or nothing is asked. Values for the unique ids of other roles fall away.
 */
export function readSessionName(condition: Condition, uniqueId: string): Condition | null {
  if (!condition.operator.startsWith('String')) return null;
  const wild = condition.operator.endsWith('Like');
  const values = condition.values.flatMap((value) => {
    const colon = value.indexOf(':');
    if (colon >= 0) return isIdOf(value.slice(0, colon), uniqueId, condition) ? [value.slice(colon + 1)] : [];
    const star = value.indexOf('*');
    return wild && star >= 0 ? [value.slice(star)] : [];
  });
  return { ...condition, key: 'rolepath:session-name', values };
}

const isIdOf = (pattern: string, uniqueId: string, condition: Condition): boolean =>
  uniqueId === '' || holdFor(uniqueId, [{ ...condition, operator: 'StringLike', qualifier: null, negated: false, values: [pattern] }]);

function readLogin(
  own: ReadonlyMap<Attribute, Conditions>,
  { kind, arn }: HopCaller,
  tracked: readonly Attribute[],
): Map<Attribute, Conditions> {
  const login = new Map<Attribute, Conditions>();
  if (kind !== 'saml-provider' && kind !== 'oidc-provider' && kind !== 'federated-subject') return login;
  const [provider = arn] = arn.split('#');
  const issuer = (/:oidc-provider\/(.+)$/.exec(provider)?.[1] ?? provider).toLowerCase();
  for (const attribute of tracked) {
    const key = attribute.slice('login:'.length);
    if (!attribute.startsWith('login:')) continue;
    if (key === 'aws:federatedprovider') login.set(attribute, [isProvider(provider)]);
    else if (key.startsWith('saml:') ? kind === 'saml-provider' : key.startsWith(`${issuer}:`))
      login.set(attribute, own.get(attribute) ?? []);
  }
  return login;
}

const isProvider = (provider: string): Condition => ({
  key: 'aws:FederatedProvider',
  operator: 'StringEquals',
  qualifier: null,
  ifExists: false,
  values: [provider],
  negated: false,
  source: 'identity-provider',
});
