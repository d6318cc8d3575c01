/**
 * From a formula to alternatives of conjunctions: contradictions dropped, what is implied left out, what is covered
 * absorbed, the least demanding first.
 */
import { evaluateTest } from '../conditions/evaluate-test.ts';
import { type KeyFacts, type UnknownKey, unknown } from '../conditions/key-facts.ts';
import { escapeLiteral } from '../matching/variables.ts';
import type { Alternatives, Condition, ConditionSource } from '../types.ts';
import { conditionText, type Formula, negate } from './formula.ts';
import { isOpaque, type KeyPossibilities, possibilities } from './key-constraints.ts';

/** Alternatives kept while combining, and shown in the end. */
const workLimit = 256;
const shownLimit = 32;
/** Steps of one implication check; past it the answer is "not implied". */
const stepLimit = 4_000;

type Conjunction = readonly Condition[];

export interface Simplified {
  readonly alternatives: Alternatives;
  readonly truncated: boolean;
}

export function toAlternatives(formula: Formula, facts: KeyFacts): Simplified {
  return new Simplifier(facts).simplify(formula);
}

/** Holds what is computed once per formula: whether conjunctions are possible, by their text. */
class Simplifier {
  readonly #facts: KeyFacts;
  readonly #possible = new Map<string, boolean>();
  readonly #byKey = new Map<string, KeyPossibilities>();
  #truncated = false;

  constructor(facts: KeyFacts) {
    this.#facts = facts;
  }

  simplify(formula: Formula): Simplified {
    const combined = this.#combine(formula).map((conjunction) => this.#withDefaults(conjunction));
    if (combined.length === 0 && this.#truncated) {
      return { alternatives: [[undecided]], truncated: true };
    }
    let alternatives = absorb(combined);
    alternatives = absorb(alternatives.map((conjunction) => this.#shorten(conjunction, alternatives)));
    alternatives = this.#withoutImplied(alternatives.map(sortConditions).sort(compareDemands));
    const shown = alternatives.slice(0, shownLimit);
    return { alternatives: shown, truncated: this.#truncated || shown.length < alternatives.length };
  }

  #combine(formula: Formula): Conjunction[] {
    if (formula === true) return [[]];
    if (formula === false) return [];
    if ('condition' in formula) return this.#isPossible([formula.condition]) ? [[formula.condition]] : [];
    if ('any' in formula) return this.#cut(absorb(formula.any.flatMap((part) => this.#combine(part))));
    // The parts with the fewest alternatives first, so that contradictions prune early.
    const parts = formula.all.map((part) => this.#combine(part)).sort((a, b) => a.length - b.length);
    let product: Conjunction[] = [[]];
    for (const part of parts) {
      const next = product.flatMap((left) =>
        part.map((right) => merge(left, right)).filter((conjunction) => this.#isPossible(conjunction)),
      );
      product = this.#cut(absorb(next));
    }
    return product;
  }

  #cut(conjunctions: Conjunction[]): Conjunction[] {
    if (conjunctions.length <= workLimit) return conjunctions;
    this.#truncated = true;
    return [...conjunctions].sort(compareDemands).slice(0, workLimit);
  }

  /** Conditions that the key's own default meets ask nothing of anybody, as long as all on that key are met. */
  #withDefaults(conjunction: Conjunction): Conjunction {
    let rest = conjunction;
    for (const [key, conditions] of groupByKey(conjunction)) {
      const fact = this.#facts(key);
      if (fact.state !== 'unknown' || fact.byDefault === undefined || conditions.some(isOpaque)) continue;
      // Another condition compares with this key: it needs to know that the key keeps its default.
      if (conjunction.some(({ values }) => values.some((value) => value.toLowerCase().includes(`\${${key}`)))) continue;
      const value = fact.byDefault === null ? null : [fact.byDefault];
      if (conditions.every((condition) => evaluateTest(condition, value, fact.multivalued)))
        rest = rest.filter((condition) => condition.key.toLowerCase() !== key);
    }
    return rest;
  }

  /** Leaves out every condition without which the alternatives, taken together, still say the same. */
  #shorten(conjunction: Conjunction, alternatives: readonly Conjunction[]): Conjunction {
    let kept = conjunction;
    for (const condition of [...conjunction].sort((a, b) => weight[b.source] - weight[a.source])) {
      const shorter = kept.filter((other) => other !== condition);
      if (this.#implies(shorter, alternatives)) kept = shorter;
    }
    return kept;
  }

  /** Leaves out every alternative that the others cover, the most demanding first. */
  #withoutImplied(alternatives: readonly Conjunction[]): Conjunction[] {
    let kept = [...alternatives];
    for (const candidate of [...alternatives].reverse()) {
      const others = kept.filter((other) => other !== candidate);
      if (this.#implies(candidate, others)) kept = others;
    }
    return kept;
  }

  /** Does the conjunction, whenever it holds, make one of the alternatives hold? */
  #implies(conjunction: Conjunction, alternatives: readonly Conjunction[]): boolean {
    let steps = 0;
    // Looks for a way to meet the conjunction and to break every alternative.
    const canEscape = (held: Conjunction, index: number): boolean => {
      const alternative = alternatives[index];
      if (!alternative) return true;
      steps += 1;
      if (steps > stepLimit) return true;
      const texts = new Set(held.map(conditionText));
      const isBroken = alternative.some((condition) => texts.has(conditionText(negate(condition))));
      if (isBroken) return canEscape(held, index + 1);
      return alternative.some((condition) => {
        const next = merge(held, [negate(condition)]);
        return this.#isPossible(next) && canEscape(next, index + 1);
      });
    };
    return !canEscape(conjunction, 0);
  }

  #isPossible(conjunction: Conjunction): boolean {
    const text = textOf(conjunction);
    const cached = this.#possible.get(text);
    if (cached !== undefined) return cached;
    const possible = this.#findPossible(conjunction);
    this.#possible.set(text, possible);
    return possible;
  }

  #findPossible(conjunction: Conjunction): boolean {
    const present = new Set<string>();
    const absent = new Set<string>();
    for (const [key, conditions] of groupByKey(conjunction)) {
      const { whenAbsent, whenPresent } = this.#possibilitiesOf(key, conditions);
      if (!whenAbsent && !whenPresent) return false;
      if (!whenAbsent) present.add(key);
      if (!whenPresent) absent.add(key);
    }
    return this.#keysAgree(conjunction, present, absent);
  }

  #possibilitiesOf(key: string, conditions: Conjunction): KeyPossibilities {
    const text = textOf(conditions);
    let found = this.#byKey.get(text);
    if (!found) {
      found = possibilities(conditions, this.#unknownFact(key));
      this.#byKey.set(text, found);
    }
    return found;
  }

  /** Keys whose presence depends on one another ("AWS global condition context keys"). */
  #keysAgree(conjunction: Conjunction, present: ReadonlySet<string>, absent: ReadonlySet<string>): boolean {
    // A request comes through a VPC endpoint or it has a public source address, never both.
    if (present.has('aws:sourceip') && ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].some((key) => present.has(key))) return false;
    // The age of MFA is there exactly if MFA was used.
    if (present.has('aws:multifactorauthage')) {
      const mfa = 'aws:multifactorauthpresent';
      const asked = [...(groupByKey(conjunction).get(mfa) ?? []), mfaUsed];
      if (!possibilities(asked, this.#unknownFact(mfa)).whenPresent) return false;
    }
    return this.#tagsAgree(conjunction, present, absent);
  }

  /** aws:TagKeys lists the keys of exactly the tags that aws:RequestTag holds; the transitive ones are among them. */
  #tagsAgree(conjunction: Conjunction, present: ReadonlySet<string>, absent: ReadonlySet<string>): boolean {
    const prefix = 'aws:requesttag/';
    const keysOf = (keys: ReadonlySet<string>) => [...keys].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const implied = [...keysOf(present).map(listsTag), ...keysOf(absent).map((key) => negate(listsTag(key)))];
    if (present.has('sts:transitivetagkeys')) implied.push(listsSomeTag);
    if (implied.length === 0) return true;
    const list = 'aws:tagkeys';
    const asked = [...(groupByKey(conjunction).get(list) ?? []), ...implied];
    const { whenAbsent, whenPresent } = possibilities(asked, this.#unknownFact(list));
    return whenAbsent || whenPresent;
  }

  #unknownFact(key: string): UnknownKey {
    const fact = this.#facts(key);
    // Only conditions with unknown variables remain on keys that are known; nothing more is said of their value.
    return fact.state === 'unknown' ? fact : anyText;
  }
}

const test = (key: string, operator: string, ...values: string[]): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values,
  negated: false,
  source: 'caller',
});

const anyText = unknown('environment', { mayBeAbsent: false });
const mfaUsed = test('aws:MultiFactorAuthPresent', 'Bool', 'true');
const listsSomeTag = test('aws:TagKeys', 'Null', 'false');
const listsTag = (key: string): Condition => ({
  ...test('aws:TagKeys', 'StringEqualsIgnoreCase', escapeLiteral(key)),
  qualifier: 'ForAnyValue',
});
/** Stands where the conditions are too many to work out. */
const undecided: Condition = { ...test('rolepath:Undecided', 'Allows'), source: 'unknown-identity' };

const weight: Record<ConditionSource, number> = { 'unknown-identity': 4, 'identity-provider': 3, environment: 2, session: 1, caller: 0 };

/** Fewest of what is hardest to supply, then fewest, then by text. */
function compareDemands(a: Conjunction, b: Conjunction): number {
  for (const source of ['unknown-identity', 'identity-provider', 'environment', 'session', 'caller'] as const) {
    const difference = count(a, source) - count(b, source);
    if (difference !== 0) return difference;
  }
  return textOf(a) < textOf(b) ? -1 : 1;
}

const count = (conjunction: Conjunction, source: ConditionSource): number =>
  conjunction.filter((condition) => condition.source === source).length;

const textOf = (conjunction: Conjunction): string => conjunction.map(conditionText).sort().join('\n');

const sortConditions = (conjunction: Conjunction): Conjunction =>
  [...conjunction].sort((a, b) => (conditionText(a) < conditionText(b) ? -1 : 1));

function merge(left: Conjunction, right: Conjunction): Conjunction {
  if (right.length === 0) return left;
  const texts = new Set(left.map(conditionText));
  const added = right.filter((condition) => !texts.has(conditionText(condition)));
  return added.length === 0 ? left : [...left, ...added];
}

/** Drops every alternative that asks for all that another one asks for. */
function absorb(conjunctions: readonly Conjunction[]): Conjunction[] {
  if (conjunctions.length < 2) return [...conjunctions];
  const sets = conjunctions
    .map((conjunction) => ({ conjunction, texts: new Set(conjunction.map(conditionText)) }))
    .sort((a, b) => a.texts.size - b.texts.size);
  const kept: typeof sets = [];
  for (const candidate of sets) {
    if (!kept.some(({ texts }) => [...texts].every((text) => candidate.texts.has(text)))) kept.push(candidate);
  }
  return kept.map(({ conjunction }) => conjunction);
}

function groupByKey(conjunction: Conjunction): Map<string, Condition[]> {
  const groups = new Map<string, Condition[]>();
  for (const condition of conjunction) {
    const lower = condition.key.toLowerCase();
    // Two clocks that tell the same time.
    const key = lower === 'aws:epochtime' ? 'aws:currenttime' : lower;
    const group = groups.get(key);
    if (group) group.push(condition);
    else groups.set(key, [condition]);
  }
  return groups;
}
