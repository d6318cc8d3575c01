/** Action and NotAction: "IAM JSON policy elements: Action". Case-insensitive; wildcards only after the service prefix. */
import { memoizeByText } from '../memoize.ts';
import type { Statement } from '../types.ts';
import { foldTokens, globTokens, matchTokens } from './glob.ts';

/** @param action a concrete action such as `sts:AssumeRole` */
export function matchesAction(statement: Statement, action: string): boolean {
  const listed = statement.actions.some((pattern) => matchesActionPattern(pattern, action));
  return statement.notAction ? !listed : listed;
}

function matchesActionPattern(pattern: string, action: string): boolean {
  if (pattern === '*') return true;
  const colon = pattern.indexOf(':');
  const [service = '', name = ''] = action.toLowerCase().split(':');
  if (pattern.slice(0, colon).toLowerCase() !== service) return false;
  return matchTokens(namePattern(pattern.slice(colon + 1)), name);
}

const namePattern = memoizeByText((text) => foldTokens(globTokens(text)));
