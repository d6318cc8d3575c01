/** A fully concrete request: nothing is left open, so the reference decider can only say allow or deny. */

/** A string is a single value, an array the values of a multivalued key. */
export type KeyValue = string | readonly string[];

export interface ConcreteContext {
  /** By condition key in lower case; a key that is not here is absent from the request. */
  readonly keys: ReadonlyMap<string, KeyValue>;
  /** Answers for what lies outside the data, by `<question> <id>`, see `Question`. A question that is not here is answered no. */
  readonly unknowns: ReadonlyMap<string, boolean>;
}

/**
 * `PolicyAllows`, `PolicyDenies`: what a missing document would say to this request (id of the policy).
 * `IdentityAllows`, `ScpsAllow`, `RcpsAllow`: what an uncollected side would say (id of the account).
 */
export type Question = 'PolicyAllows' | 'PolicyDenies' | 'IdentityAllows' | 'ScpsAllow' | 'RcpsAllow';

export function lookUp(context: ConcreteContext, key: string): KeyValue | undefined {
  const value = context.keys.get(key.toLowerCase());
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** The one value of a key; undefined if it is absent or multivalued. */
export function singleValueOf(context: ConcreteContext, key: string): string | undefined {
  const value = lookUp(context, key);
  return typeof value === 'string' ? value : undefined;
}

export function answerTo(context: ConcreteContext, question: Question, id: string): boolean {
  return context.unknowns.get(`${question} ${id}`) ?? false;
}
