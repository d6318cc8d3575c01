/**
 * What nobody need do anything for: a key that somebody can choose has a value, or none, as long as nobody does (a role's own tag,
 * which a session tag can override). Source: "Pass session tags in AWS STS".
 */
import { evaluateTest } from '../conditions/evaluate-test.ts';
import type { KeyFact, KeyFacts } from '../conditions/key-facts.ts';
import { matchesResource } from '../matching/resource.ts';
import { expandTemplate, parseTemplate, type VariableValue } from '../matching/variables.ts';
import type { Condition } from '../types.ts';

/** The conjunction without those conditions that defaults meet, as long as they meet all that look at the same keys. */
export function withoutDefaults(conjunction: readonly Condition[], facts: KeyFacts): readonly Condition[] {
  let rest = conjunction;
  for (const { conditions } of groupsOf(conjunction, facts)) {
    if (conditions.every((condition) => holdsByDefault(condition, facts)))
      rest = rest.filter((condition) => !conditions.includes(condition));
  }
  return rest;
}

/** The same facts, with nothing that holds by default. */
export function chosenFacts(facts: KeyFacts): KeyFacts {
  return (key) => {
    const fact = facts(key);
    if (fact.state !== 'unknown' || fact.byDefault === undefined) return fact;
    const { byDefault: _, ...chosen } = fact;
    return chosen;
  };
}

interface Group {
  readonly keys: ReadonlySet<string>;
  readonly conditions: readonly Condition[];
}

/** Conditions that look at keys with a default, together with all others that look at the same ones. */
function groupsOf(conjunction: readonly Condition[], facts: KeyFacts): Group[] {
  let groups: Group[] = [];
  for (const condition of conjunction) {
    const keys = keysOf(condition).filter((key) => hasDefault(facts(key)));
    if (keys.length === 0) continue;
    const joined = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    const merged = {
      keys: new Set([...keys, ...joined.flatMap((group) => [...group.keys])]),
      conditions: [...joined.flatMap(({ conditions }) => conditions), condition],
    };
    groups = [...groups.filter((group) => !joined.includes(group)), merged];
  }
  return groups;
}

const hasDefault = (fact: KeyFact): boolean => fact.state === 'unknown' && fact.byDefault !== undefined;

/** In lower case: the key, and the variables that it is compared with. */
function keysOf({ key, values }: Condition): string[] {
  const variables = values.flatMap((value) =>
    value.includes('${') ? parseTemplate(value).flatMap((part) => (part.kind === 'variable' ? [part.key] : [])) : [],
  );
  return [...new Set([key, ...variables].map((name) => name.toLowerCase()))];
}

/** False where some other key decides. */
function holdsByDefault(condition: Condition, facts: KeyFacts): boolean {
  const fact = facts(condition.key);
  if (fact.state === 'unknown' && fact.byDefault === undefined) return false;
  const actual = fact.state === 'known' ? fact.values : fact.state === 'absent' || fact.byDefault == null ? null : [fact.byDefault];
  const valueFor = (key: string): VariableValue => defaultOf(facts(key));
  if (condition.key === 'rolepath:Resource') {
    const asked = { resources: condition.values, notResource: condition.operator === 'NotResource' };
    const matches = matchesResource(asked, actual?.[0] ?? '', true, valueFor);
    return typeof matches === 'boolean' && matches !== condition.negated;
  }
  const values: string[] = [];
  for (const value of condition.values) {
    const expansion = value.includes('${') ? expandTemplate(parseTemplate(value), valueFor) : ({ kind: 'known', text: value } as const);
    if (expansion.kind === 'unknown') return false;
    // A value whose variable has no value can match nothing.
    if (expansion.kind === 'known') values.push(expansion.text);
  }
  return evaluateTest({ ...condition, values }, actual, fact.state !== 'absent' && fact.multivalued);
}

function defaultOf(fact: KeyFact): VariableValue {
  if (fact.state === 'absent' || (fact.state === 'unknown' && fact.byDefault === null)) return 'no-value';
  const value = fact.state === 'known' ? fact.values[0] : fact.byDefault;
  if (fact.multivalued) return 'no-value';
  return value === undefined || value === null ? 'unknown' : { text: value };
}
