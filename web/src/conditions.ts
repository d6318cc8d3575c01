/** Conditions in words: one line for each test, grouped by who can meet it. */
import type { ExplainAnswer } from '../../queries/answers.ts';

type Condition = ExplainAnswer['conditions'][number];

export const sourceTitles: readonly (readonly [source: Condition['source'], title: string, hint: string])[] = [
  ['caller', 'Up to the caller', 'Sent with the call, or a property of the caller who makes it'],
  ['session', 'Carried by the session', 'Set by whoever started the session'],
  ['environment', 'Set by the environment', 'Where and when the call is made'],
  ['identity-provider', 'Asserted by the identity provider', 'A claim in the OIDC token or an attribute in the SAML assertion'],
  ['unknown-identity', 'Not in the data', 'Depends on policies that were not collected'],
];

const relations: Readonly<Record<string, readonly [holds: string, not: string]>> = {
  StringEquals: ['is', 'is not'],
  StringNotEquals: ['is not', 'is'],
  StringEqualsIgnoreCase: ['is (any case)', 'is not (any case)'],
  StringNotEqualsIgnoreCase: ['is not (any case)', 'is (any case)'],
  StringLike: ['is like', 'is not like'],
  StringNotLike: ['is not like', 'is like'],
  ArnEquals: ['is', 'is not'],
  ArnLike: ['is like', 'is not like'],
  ArnNotEquals: ['is not', 'is'],
  ArnNotLike: ['is not like', 'is like'],
  Bool: ['is', 'is not'],
  IpAddress: ['lies in', 'lies outside'],
  NotIpAddress: ['lies outside', 'lies in'],
  DateLessThan: ['is before', 'is not before'],
  DateGreaterThan: ['is after', 'is not after'],
  NumericLessThan: ['is below', 'is not below'],
  NumericLessThanEquals: ['is at most', 'is above'],
  NumericGreaterThan: ['is above', 'is not above'],
  Resource: ['is like', 'is not like'],
  NotResource: ['is not like', 'is like'],
};

/** What the data does not hold is no condition key: said in words. The value is the id of a policy or an account. */
const unknowns: Readonly<Record<string, readonly [holds: string, not: string]>> = {
  'rolepath:PolicyAllows': ['allowed by the policy', 'not allowed by the policy'],
  'rolepath:PolicyDenies': ['denied by the policy', 'not denied by the policy'],
  'rolepath:IdentityAllows': ['allowed by the policies of account', 'not allowed by the policies of account'],
  'rolepath:ScpsAllow': ['allowed by the SCPs over account', 'not allowed by the SCPs over account'],
  'rolepath:Undecided': ['conditions that are too many to work out hold', 'conditions that are too many to work out do not hold'],
  'rolepath:RcpsAllow': ['let pass by the RCPs over account', 'not let pass by the RCPs over account'],
};

export interface ConditionWords {
  /** Null where the relation says it all. */
  readonly key: string | null;
  readonly relation: string;
  readonly values: readonly string[];
  /** What the plain words leave out: set operator, IfExists. */
  readonly note: string | null;
}

export function conditionWords(condition: Condition): ConditionWords {
  const notes: string[] = [];
  // Negated, these turn round: "not every value is x" is "at least one is not x".
  if (condition.qualifier !== null) {
    const every = (condition.qualifier === 'ForAllValues') !== condition.negated;
    notes.push(every ? 'for every value, or if there is none' : 'for at least one value');
  }
  if (condition.ifExists) notes.push(condition.negated ? 'and not if it is absent' : 'or if it is absent');
  const note = notes.length === 0 ? null : notes.join(', ');
  if (condition.operator === 'Null') {
    const absent = condition.values.includes('true') !== condition.negated;
    return { key: condition.key, relation: absent ? 'is absent' : 'is present', values: [], note };
  }
  const unknown = unknowns[condition.key];
  if (unknown) return { key: null, relation: unknown[condition.negated ? 1 : 0], values: condition.values, note };
  const [holds, not] = relations[condition.operator] ?? [condition.operator, `not ${condition.operator}`];
  return { key: condition.key, relation: condition.negated ? not : holds, values: condition.values, note };
}

/** One condition as a line of text, for files and filters. */
export function conditionText(condition: Condition): string {
  const { key, relation, values, note } = conditionWords(condition);
  return [key, relation, values.join(' or '), note === null ? '' : `(${note})`].filter(Boolean).join(' ');
}
