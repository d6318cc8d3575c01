/**
 * Does a statement look at who calls? If none of the statements in play does, callers with equal policies get equal
 * answers and are decided once, as a class.
 */
import { mentionsVariables } from './conditions/evaluate-entry.ts';
import type { Statement } from './types.ts';

const cache = new WeakMap<Statement, boolean>();

/** Keys whose value differs between callers of one account, kind and set of policies. */
const callerKey = /^aws:(principalarn|principaltag\/.*|username|userid)$/i;

export function decidesByCaller(statement: Statement): boolean {
  let answer = cache.get(statement);
  if (answer === undefined) {
    answer =
      statement.conditions.some(({ key, values }) => callerKey.test(key) || values.some(mentionsVariables)) ||
      (statement.resources ?? []).some(mentionsVariables);
    cache.set(statement, answer);
  }
  return answer;
}

/** Does a statement look at the tags of the role that is asked for? */
export const looksAtRoleTags = (statement: Statement): boolean =>
  statement.conditions.some(({ key }) => /^(aws|iam):resourcetag\//i.test(key));
