/** Patterns of the policy language, matched by plain recursion: wildcards, variables with defaults, escapes. */
import type { PolicyVersion } from '../../../iam/types.ts';
import { type ConcreteContext, singleValueOf } from './concrete-context.ts';

/** One character to be met literally, or a wildcard. */
export type Sign = { readonly char: string } | 'any' | 'one';

/**
 * Reads a policy value. Null if a variable in it has neither value nor default: then it matches nothing.
 * AWS: "IAM policy elements: Variables and tags".
 */
export function readPattern(text: string, version: PolicyVersion, context: ConcreteContext, wildcards: boolean): Sign[] | null {
  const signs: Sign[] = [];
  let i = 0;
  while (i < text.length) {
    const close = text.indexOf('}', i);
    if (version === '2012-10-17' && text.startsWith('${', i) && close > 0) {
      const replaced = expand(text.slice(i + 2, close), context);
      if (replaced === null) return null;
      for (const char of replaced) signs.push({ char });
      i = close + 1;
      continue;
    }
    signs.push(...readPlain(text.charAt(i), wildcards));
    i += 1;
  }
  return signs;
}

/** Text without variables. */
export function readPlain(text: string, wildcards: boolean): Sign[] {
  const signs: Sign[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (wildcards && char === '*') signs.push('any');
    else if (wildcards && char === '?') signs.push('one');
    else signs.push({ char });
  }
  return signs;
}

/** What stands between `${` and `}`: an escape, a key, or a key and its default. */
function expand(inside: string, context: ConcreteContext): string | null {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const comma = inside.indexOf(',');
  const key = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const value = singleValueOf(context, key);
  if (value !== undefined) return value;
  if (comma < 0) return null;
  const quoted = inside.slice(comma + 1).trim();
  return quoted.startsWith("'") && quoted.endsWith("'") && quoted.length >= 2 ? quoted.slice(1, -1) : null;
}

/** Does the whole text match? A wildcard spans any characters. */
export function matchesText(signs: readonly Sign[], text: string): boolean {
  return matchesFrom(signs, 0, text, 0);
}

function matchesFrom(signs: readonly Sign[], s: number, text: string, t: number): boolean {
  const sign = signs[s];
  if (sign === undefined) return t === text.length;
  if (sign === 'any') {
    if (s === signs.length - 1) return true;
    for (let end = t; end <= text.length; end++) if (matchesFrom(signs, s + 1, text, end)) return true;
    return false;
  }
  if (t >= text.length) return false;
  if (sign !== 'one' && sign.char !== text.charAt(t)) return false;
  return matchesFrom(signs, s + 1, text, t + 1);
}

/** AWS: "IAM JSON policy elements: Action". Letter case does not matter; the service part is literal. */
export function matchesAction(pattern: string, action: string): boolean {
  if (pattern === '*') return true;
  const wanted = pattern.toLowerCase();
  const asked = action.toLowerCase();
  const colon = wanted.indexOf(':');
  if (colon < 0) return false;
  if (wanted.slice(0, colon) !== asked.slice(0, asked.indexOf(':'))) return false;
  return matchesText(readPlain(wanted.slice(colon + 1), true), asked.slice(asked.indexOf(':') + 1));
}

/**
 * AWS: "IAM JSON policy elements: Resource". Wildcards stay within their part, except a `*` that ends a part;
 * the service part is literal; variables are read in the last part only.
 */
export function matchesResource(pattern: string, version: PolicyVersion, context: ConcreteContext, arn: string): boolean {
  if (pattern === '*') return true;
  const service = pattern.split(':')[2];
  if (service !== undefined && (service.includes('*') || service.includes('?'))) return false;
  const lastPart = startOfLastPart(pattern);
  const tail = readPattern(pattern.slice(lastPart), version, context, true);
  if (tail === null) return false;
  return matchesArnFrom([...readPlain(pattern.slice(0, lastPart), true), ...tail], 0, arn, 0);
}

/** Where the sixth part begins; the end of the text if there are fewer. */
function startOfLastPart(pattern: string): number {
  let colons = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern.charAt(i) !== ':') continue;
    colons += 1;
    if (colons === 5) return i + 1;
  }
  return pattern.length;
}

function matchesArnFrom(signs: readonly Sign[], s: number, arn: string, t: number): boolean {
  const sign = signs[s];
  if (sign === undefined) return t === arn.length;
  if (sign === 'any') {
    const next = signs[s + 1];
    const endsPart = next === undefined || (typeof next === 'object' && next.char === ':');
    for (let end = t; end <= arn.length; end++) {
      if (matchesArnFrom(signs, s + 1, arn, end)) return true;
      if (!endsPart && arn.charAt(end) === ':') return false;
    }
    return false;
  }
  if (t >= arn.length) return false;
  const char = arn.charAt(t);
  if (sign === 'one' ? char === ':' : sign.char !== char) return false;
  return matchesArnFrom(signs, s + 1, arn, t + 1);
}
