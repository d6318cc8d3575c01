/** Resource and NotResource: "IAM JSON policy elements: Resource", and for variables "IAM policy elements: Variables and tags". */
import { splitArn } from '../arn.ts';
import { memoizeByText } from '../memoize.ts';
import type { Statement } from '../types.ts';
import { ANY, confineToArnParts, matchTokens, ONE } from './glob.ts';
import { type Expansion, escapeOldText, expandTemplate, parseTemplate, tokensOf, type VariableValue } from './variables.ts';

/** `unknown`: it depends on a variable that is only known at the call. */
export type ResourceMatch = boolean | { readonly unknown: readonly string[] };

/**
 * Does the statement concern this resource? A statement without Resource (in a trust policy) concerns the one it is attached to.
 * @param arn the resource of the request
 */
export function matchesResource(
  statement: Pick<Statement, 'resources' | 'notResource'>,
  arn: string,
  variables: boolean,
  valueFor: (key: string) => VariableValue,
): ResourceMatch {
  if (statement.resources === null) return true;
  const unknown: string[] = [];
  let listed = false;
  for (const pattern of statement.resources) {
    const match = matchesPattern(pattern, arn, variables, valueFor);
    if (match === true) listed = true;
    else if (match !== false) unknown.push(...match.unknown);
  }
  if (!listed && unknown.length > 0) return { unknown };
  return statement.notResource ? !listed : listed;
}

function matchesPattern(pattern: string, arn: string, variables: boolean, valueFor: (key: string) => VariableValue): ResourceMatch {
  if (pattern === '*') return true;
  const expansion = expandPattern(pattern, variables, valueFor);
  if (expansion.kind === 'no-value') return false;
  const compiled = compileResource(expansion.text);
  if (compiled === 'nothing') return false;
  if (expansion.kind === 'unknown') {
    // Whatever the variable holds, the text around it must fit.
    const open = parseTemplate(expansion.text).flatMap((part) =>
      part.kind === 'variable' ? [ANY] : tokensOf(part.kind === 'text' ? part.text : `\${${part.character}}`, true),
    );
    return matchTokens(open, arn) ? { unknown: expansion.keys } : false;
  }
  return matchTokens(compiled, arn);
}

/** Variables are filled in after the fifth colon only; what looks like one before it is text. */
function expandPattern(pattern: string, variables: boolean, valueFor: (key: string) => VariableValue): Expansion {
  if (!pattern.includes('${')) return { kind: 'known', text: pattern };
  const last = variables ? (splitArn(pattern)[5] ?? '') : '';
  const before = escapeOldText(pattern.slice(0, pattern.length - last.length));
  return expandTemplate([{ kind: 'text', text: before }, ...parseTemplate(last)], valueFor);
}

const compileResource = memoizeByText((text) => {
  const tokens = tokensOf(text, true);
  return hasWildcardService(tokens) ? 'nothing' : confineToArnParts(tokens, true);
});

/** A wildcard in the service part is not allowed and matches nothing. */
function hasWildcardService(tokens: readonly number[]): boolean {
  let colons = 0;
  for (const token of tokens) {
    if (token === 0x3a) colons += 1;
    if (colons > 2) return false;
    if (colons === 2 && (token === ANY || token === ONE)) return true;
  }
  return false;
}

/** Does this one Resource entry, which has no variables, match the ARN? */
export const matchesResourcePattern = (pattern: string, arn: string): boolean =>
  matchesPattern(pattern, arn, false, () => 'no-value') === true;
