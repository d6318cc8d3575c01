/**
 * The concrete contexts in which a pair is tried: what is known, and for all that is open the values in the policies, near misses
 * and absence. Every context is possible: keys that go together (a session, its MFA and its age; a network path) are chosen together.
 */
import type { Caller, PolicyUse, TargetRole } from '../../../iam/types.ts';
import { candidateValues, nearValues } from './candidate-values.ts';
import type { ConcreteContext, KeyValue } from './concrete-context.ts';
import { readDate, readNumber } from './condition-operators.ts';
import { holds } from './conditions.ts';
import { readBits } from './ip-networks.ts';
import { matchesText, readPlain } from './patterns.ts';
import { mentionsIn, policiesInPlay, resourcesIn, variablesIn } from './policies-in-play.ts';
import { isFederated, providerOf } from './principals.ts';
import type { Random } from './random.ts';
import { mayCarry } from './reference-decider.ts';
import { knownValues, openersMay, presenceOf, sessionsMayCarryMfa } from './request-facts.ts';

/**
 * The context with sessions that ask for less: a user's long-term keys, a role's own tags in place of some or all session tags.
 * Whoever holds the credentials can have those, so a decision may leave out that other sessions would spoil what it allows.
 */
export function withPlainerSessions(caller: Caller, role: TargetRole, context: ConcreteContext): ConcreteContext[] {
  const plain = new Map([...context.keys].filter(([key]) => !credentialKeys.has(key)));
  if (caller.kind === 'user') return [{ ...context, keys: plain }];
  if (caller.kind !== 'role') return [];
  const known = knownValues(caller, role);
  let keySets = [new Map(context.keys)];
  for (const key of context.keys.keys()) {
    if (!key.startsWith('aws:principaltag/')) continue;
    const own = known.get(key);
    keySets = keySets.flatMap((keys) => {
      const restored = new Map(keys);
      if (own === undefined) restored.delete(key);
      else restored.set(key, own);
      return [keys, restored];
    });
  }
  return keySets.map((keys) => ({ ...context, keys }));
}

const credentialKeys: ReadonlySet<string> = new Set(['aws:tokenissuetime', 'aws:multifactorauthpresent', 'aws:multifactorauthage']);

/** Keys to set together; null makes a key absent. */
type Choice = readonly (readonly [key: string, value: KeyValue | null])[];
/** One thing that is open, with its possible outcomes. */
type Dimension = readonly Choice[];
/** The possible values to try for a key in lower case. */
type Pool = (key: string) => string[];

/** Up to `limit` different possible contexts; all of them if there are no more than that. */
export function sampleContexts(caller: Caller, role: TargetRole, random: Random, limit: number): ConcreteContext[] {
  const policies = policiesInPlay(caller, role);
  const known = knownValues(caller, role);
  const mentions = mentionsIn(policies);
  const resources = resourcesIn(policies);
  const candidates = candidateValues(mentions, resources, role.arn, known);
  for (const given of caller.given)
    candidates.set(given.key.toLowerCase(), [...(candidates.get(given.key.toLowerCase()) ?? []), ...given.values]);
  if (caller.kind === 'federated-subject') {
    const key = `${providerOf(caller).split(':oidc-provider/').at(-1)?.toLowerCase() ?? ''}:sub`;
    candidates.set(key, [...(candidates.get(key) ?? []), ...nearValues(caller.name, 'StringLike')]);
  }
  const mentioned = new Set([...candidates.keys(), ...[...mentions.map((m) => m.value), ...resources].flatMap(variablesIn)]);
  const pool: Pool = (key) => (candidates.get(key) ?? []).filter((value) => isPossible(key, value));

  const dimensions: Dimension[] = [
    ...identityDimensions(caller, role, mentioned, pool),
    networkDimension(pool),
    timeDimension(pool),
    ...requestTagDimensions(mentioned, pool),
    ...otherDimensions(caller, role, mentioned, known, pool),
  ].filter((dimension) => dimension.length > 0);
  const questions = questionsOpen(caller, role, policies);
  const contexts = combine(known, dimensions, questions, random, limit);
  return contexts.filter(
    (context) =>
      isSubject(caller, context) &&
      organizationFits(caller, role, context) &&
      caller.given.every((condition) => holds(condition, role.arn, context)) &&
      mayCarry(caller, role, context),
  );
}

/** A federated subject is whoever has a `sub` of its pattern. */
function isSubject(caller: Caller, context: ConcreteContext): boolean {
  if (caller.kind !== 'federated-subject') return true;
  const sub = [...context.keys].find(([key]) => key.endsWith(':sub'))?.[1];
  return typeof sub === 'string' && matchesText(readPlain(caller.name, true), sub);
}

/** A principal's organization path begins with its organization; whoever is not known is not of the role's organization, since that one's accounts are all known. */
function organizationFits(caller: Caller, role: TargetRole, { keys }: ConcreteContext): boolean {
  const id = keys.get('aws:principalorgid');
  const paths = keys.get('aws:principalorgpaths') ?? [];
  const own = role.account.organizationId ?? '';
  const isStranger = caller.kind === 'anyone' || caller.account?.organizationId === 'unknown';
  if (isStranger && (id === own || [paths].flat().some((path) => path.startsWith(`${own}/`)))) return false;
  return typeof id !== 'string' || typeof paths === 'string' || paths.every((path) => path.startsWith(`${id}/`));
}

/** What the caller's credentials carry: session name, tags, MFA, when they were issued. */
function identityDimensions(caller: Caller, role: TargetRole, mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const dimensions: Dimension[] = [];
  const issued = orElse(pool('aws:tokenissuetime'), '2024-05-01T08:00:00Z');
  const ages = orElse(pool('aws:multifactorauthage'), '60');
  const plain: Choice[] = issued.map((time) => [
    ['aws:tokenissuetime', time],
    ['aws:multifactorauthpresent', 'false'],
  ]);
  const strong: Choice[] = issued.flatMap((time) =>
    ages.map(
      (age): Choice => [
        ['aws:tokenissuetime', time],
        ['aws:multifactorauthpresent', 'true'],
        ['aws:multifactorauthage', age],
      ],
    ),
  );
  const longTerm: Choice = [
    ['aws:tokenissuetime', null],
    ['aws:multifactorauthpresent', null],
  ];
  if (caller.kind === 'user')
    dimensions.push([
      longTerm,
      ...ages.map(
        (age): Choice => [
          ['aws:multifactorauthpresent', 'true'],
          ['aws:multifactorauthage', age],
        ],
      ),
    ]);
  if (caller.kind === 'external-account')
    dimensions.push(
      strangers(caller.account?.id ?? '', caller.arn.endsWith(':root') ? null : caller.arn, role, pool, [longTerm, ...plain, ...strong]),
    );
  if (caller.kind === 'anyone') {
    const accounts = [...pool('aws:principalaccount').filter((id) => id.length === 12 && id !== role.account.id), '999999999999'];
    dimensions.push(accounts.flatMap((id) => strangers(id, null, role, pool, [longTerm, ...plain, ...strong])));
  }
  if (caller.kind === 'role') {
    dimensions.push(sessionsMayCarryMfa(caller) ? [...plain, ...strong] : plain);
    dimensions.push(userids(caller, role, pool('aws:userid')).map((userid): Choice => [['aws:userid', userid]]));
    if (openersMay('sts:TagSession', caller)) dimensions.push(...tagOverrides(caller, mentioned, pool));
  }
  return dimensions;
}

/** Principals of an account that was not collected: the `single` one that is meant, or a user and a role, and whomever the policies name there. */
function strangers(account: string, single: string | null, role: TargetRole, pool: Pool, credentials: readonly Choice[]): Choice[] {
  const partition = role.arn.split(':')[1] ?? 'aws';
  const named = pool('aws:principalarn').filter((arn) => arn.startsWith(`arn:${partition}:iam::${account}:`));
  const arns =
    single === null
      ? [`arn:${partition}:iam::${account}:user/stranger`, `arn:${partition}:iam::${account}:role/stranger`, ...named]
      : [single];
  return arns.flatMap((arn) => {
    const isUser = arn.includes(':user/');
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const who: Choice = [
      ['aws:principalaccount', account],
      ['aws:principalarn', arn],
      ['aws:principaltype', isUser ? 'User' : 'AssumedRole'],
      ['aws:username', isUser ? name : null],
      ['aws:userid', isUser ? 'AIDASTRANGER00000001' : 'AROASTRANGER00000001:some-session'],
    ];
    return credentials.filter((_, i) => isUser || i > 0).map((credential): Choice => [...who, ...credential]);
  });
}

/** A role's aws:userid is its unique id, a colon and the session's name. */
function userids(caller: Caller, role: TargetRole, wanted: readonly string[]): string[] {
  const id = caller.uniqueId ?? 'AROAUNKNOWNUNKNOWN01';
  const names = wanted.map((userid) => userid.slice(userid.indexOf(':') + 1));
  for (const entry of role.trust.document?.statements.flatMap((statement) => statement.principal?.aws ?? []) ?? []) {
    const session = `:assumed-role/${caller.name}/`;
    if (entry.includes(session)) names.push(entry.slice(entry.indexOf(session) + session.length));
  }
  return [...new Set([...names.filter(isSessionName), 'their-session'])].map((name) => `${id}:${name}`);
}

function tagOverrides(caller: Caller, mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const own = new Map(caller.tags.map((tag) => [`aws:principaltag/${tag.key.toLowerCase()}`, tag.value]));
  const keys = [...mentioned].filter((key) => key.startsWith('aws:principaltag/'));
  return keys.map((key) => {
    const values = [own.get(key) ?? null, ...pool(key)];
    return [...new Set(values)].map((value): Choice => [[key, value]]);
  });
}

/** Either over the internet, with a source address, or through a VPC endpoint. */
function networkDimension(pool: Pool): Dimension {
  const inside = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'] as const;
  const choices: Choice[] = orElse(pool('aws:sourceip'), '203.0.113.50').map((ip) => [
    ['aws:sourceip', ip],
    ...inside.map((key) => [key, null] as const),
  ]);
  for (const vpc of orElse(pool('aws:sourcevpc'), 'vpc-0f')) {
    for (const endpoint of orElse(pool('aws:sourcevpce'), 'vpce-0f')) {
      for (const ip of orElse(pool('aws:vpcsourceip'), '10.9.8.7')) {
        choices.push([
          ['aws:sourceip', null],
          ['aws:sourcevpc', vpc],
          ['aws:sourcevpce', endpoint],
          ['aws:vpcsourceip', ip],
        ]);
      }
    }
  }
  return choices;
}

/** One moment, told by both clocks. */
function timeDimension(pool: Pool): Dimension {
  const times = [...pool('aws:currenttime'), ...pool('aws:epochtime')].map((text) => readDate(text)).filter((time) => time !== null);
  return orElse([...new Set(times)], Date.UTC(2024, 5, 1)).map((time) => [
    ['aws:currenttime', new Date(time).toISOString()],
    ['aws:epochtime', String(Math.floor(time / 1000))],
  ]);
}

/** Tags sent with the call, and aws:TagKeys, which lists exactly their keys (see `finish`). A tag key has one spelling in a call. */
function requestTagDimensions(mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const prefix = 'aws:requesttag/';
  const spellings = new Map<string, Set<string>>();
  const named = [...mentioned].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  for (const name of [...named, ...pool('aws:tagkeys'), ...pool('sts:transitivetagkeys')]) {
    const lower = name.toLowerCase();
    spellings.set(lower, (spellings.get(lower) ?? new Set<string>()).add(name));
  }
  return [...spellings].map(([lower, names]) => {
    const present = [...names].flatMap((name) => orElse(pool(prefix + lower), 'v').map((value): Choice => [[prefix + name, value]]));
    return [[[prefix + lower, null]], ...present];
  });
}

const chosenElsewhere: ReadonlySet<string> = new Set([
  'aws:tokenissuetime',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tagkeys',
  'sts:transitivetagkeys',
]);

/** Keys that vary on their own. */
function otherDimensions(
  caller: Caller,
  role: TargetRole,
  mentioned: ReadonlySet<string>,
  known: ReadonlyMap<string, KeyValue>,
  pool: Pool,
): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const key of mentioned) {
    if (known.has(key) || chosenElsewhere.has(key) || key.startsWith('aws:requesttag/')) continue;
    if (caller.kind === 'role' && (key === 'aws:userid' || key.startsWith('aws:principaltag/'))) continue;
    const presence = presenceOf(key, caller, role);
    if (presence === 'never') continue;
    const values = orElse(pool(key), key === 'aws:userid' ? 'AIDAUNKNOWNUNKNOWN01' : 'some-value').map(
      (value): Choice => [[key, isMultivalued(key) ? [value] : value]],
    );
    const pair = pool(key).slice(0, 2);
    if (isMultivalued(key) && pair.length === 2) values.push([[key, pair]]);
    dimensions.push(presence === 'maybe' ? [[[key, null]], ...values] : values);
  }
  return dimensions;
}

function isMultivalued(key: string): boolean {
  return key.endsWith('orgpaths') || key.endsWith(':amr');
}

/** What lies outside the data, as `<question> <id>`. */
function questionsOpen(caller: Caller, role: TargetRole, policies: readonly PolicyUse[]): string[] {
  const questions = policies.filter((policy) => policy.document === null).flatMap(({ id }) => [`PolicyAllows ${id}`, `PolicyDenies ${id}`]);
  if (role.trust.document?.statements.some((s) => s.effect === 'Deny' && s.principal?.negated))
    questions.push(`PolicyDenies ${role.trust.id}`);
  if (role.account.rcps === 'unknown') questions.push(`RcpsAllow ${role.account.id}`);
  if (caller.kind === 'anyone') questions.push('IdentityAllows *');
  if (caller.account !== null && !isFederated(caller)) {
    if (!caller.account.collected) questions.push(`IdentityAllows ${caller.account.id}`);
    if (caller.account.scps === 'unknown') questions.push(`ScpsAllow ${caller.account.id}`);
  }
  return [...new Set(questions)];
}

/** The whole product if it is small, else so many different combinations. */
function combine(
  known: ReadonlyMap<string, KeyValue>,
  dimensions: readonly Dimension[],
  questions: readonly string[],
  random: Random,
  limit: number,
): ConcreteContext[] {
  const sizes = [...dimensions.map((dimension) => dimension.length), ...questions.map(() => 2)];
  const total = sizes.reduce((product, size) => product * size, 1);
  const pickNth = (n: number): number[] => {
    let rest = n;
    return sizes.map((size) => {
      const picked = rest % size;
      rest = Math.floor(rest / size);
      return picked;
    });
  };
  const combinations: number[][] = [];
  if (total <= limit) {
    for (let n = 0; n < total; n++) combinations.push(pickNth(n));
  } else {
    const seen = new Set<string>();
    for (let tries = 0; tries < limit * 3 && combinations.length < limit; tries++) {
      const combination = sizes.map((size) => (random.chance(0.35) ? 0 : random.int(size)));
      const name = combination.join();
      if (seen.has(name)) continue;
      seen.add(name);
      combinations.push(combination);
    }
  }
  return combinations.map((combination) => finish(known, dimensions, questions, combination));
}

function finish(
  known: ReadonlyMap<string, KeyValue>,
  dimensions: readonly Dimension[],
  questions: readonly string[],
  combination: readonly number[],
): ConcreteContext {
  const keys = new Map(known);
  const tagKeys: string[] = [];
  dimensions.forEach((dimension, d) => {
    for (const [key, value] of dimension[combination[d] ?? 0] ?? []) {
      if (value === null) keys.delete(key.toLowerCase());
      else keys.set(key.toLowerCase(), value);
      if (value !== null && key.startsWith('aws:requesttag/')) tagKeys.push(key.slice('aws:requesttag/'.length));
    }
  });
  if (tagKeys.length > 0) {
    keys.set('aws:tagkeys', tagKeys);
    // The first tag passes on along the chain, so that the key is there in some contexts and absent in others.
    if (tagKeys.length > 1) keys.set('sts:transitivetagkeys', tagKeys.slice(0, 1));
  }
  const unknowns = new Map(questions.map((question, q) => [question, combination[dimensions.length + q] === 1]));
  return { keys, unknowns };
}

/** Could AWS ever put this value into a request? */
function isPossible(key: string, value: string): boolean {
  switch (key) {
    case 'sts:rolesessionname':
    case 'sts:sourceidentity':
    case 'aws:sourceidentity':
      return isSessionName(value);
    case 'aws:userid':
      return value.startsWith('AIDA') || value.startsWith('AROA');
    case 'sts:externalid':
      return value.length >= 2 && !value.includes('*') && !value.includes('?');
    case 'aws:sourceip':
    case 'aws:vpcsourceip':
      return readBits(value) !== null;
    case 'aws:tokenissuetime':
    case 'aws:currenttime':
    case 'aws:epochtime':
      return readDate(value) !== null;
    case 'aws:multifactorauthage':
      return (readNumber(value) ?? -1) >= 0;
    default:
      if (
        key.startsWith('aws:principaltag/') ||
        key.startsWith('aws:requesttag/') ||
        key === 'aws:tagkeys' ||
        key === 'sts:transitivetagkeys'
      ) {
        return [...value].every((char) => isLetterOrDigit(char) || ' _.:/=+-@'.includes(char));
      }
      return true;
  }
}

function isSessionName(value: string): boolean {
  return value.length >= 2 && value.length <= 64 && [...value].every((char) => isLetterOrDigit(char) || '_+=,.@-'.includes(char));
}

function isLetterOrDigit(char: string): boolean {
  return char.toLowerCase() !== char.toUpperCase() || (char >= '0' && char <= '9');
}

function orElse<T>(values: readonly T[], otherwise: T): readonly T[] {
  return values.length > 0 ? values : [otherwise];
}
