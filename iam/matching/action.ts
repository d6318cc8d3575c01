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
  const [service = '', name = ''] = action.toLowerCase().split(':');
  if (!matchesService(pattern, service)) return false;
  return pattern === '*' || matchTokens(namePattern(pattern.slice(pattern.indexOf(':') + 1)), name);
}

/** Can the statement concern any action of the service? @param service in lower case, e.g. `sts` */
export const concernsService = (statement: Statement, service: string): boolean =>
  statement.notAction || statement.actions.some((pattern) => matchesService(pattern, service));

const matchesService = (pattern: string, service: string): boolean =>
  pattern === '*' || (pattern[service.length] === ':' && pattern.slice(0, service.length).toLowerCase() === service);

const namePattern = memoizeByText((text) => foldTokens(globTokens(text)));
