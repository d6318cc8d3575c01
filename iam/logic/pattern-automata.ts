/**
 * Is there a text that matches some pattern of each wanted list and no pattern of each refused list? The patterns run
 * side by side as automata over the characters that occur in them and one that does not.
 */
import { closure, consumes, foldTokens, isStar, type Tokens } from '../matching/glob.ts';

export interface PatternConstraint {
  readonly patterns: readonly { readonly tokens: Tokens; readonly ignoreCase: boolean }[];
  /** True: some pattern must match. False: none may. */
  readonly matched: boolean;
}

/** Joint states looked at before giving up. */
const stateLimit = 20_000;

interface Runner {
  readonly tokens: Tokens;
  readonly ignoreCase: boolean;
}

/** A set of positions per pattern. */
type State = readonly ReadonlySet<number>[];

/** True also where the search was given up: false is a proof. */
export function canMeet(constraints: readonly PatternConstraint[]): boolean {
  const runners: Runner[] = constraints.flatMap(({ patterns }) =>
    patterns.map(({ tokens, ignoreCase }) => ({ tokens: ignoreCase ? foldTokens(tokens) : tokens, ignoreCase })),
  );
  if (prefixesClash(constraints) || isRefused(constraints)) return false;
  const alphabet = alphabetOf(runners);
  const start: State = runners.map(({ tokens }) => closure(new Set([0]), tokens));
  const seen = new Set<string>([stateText(start)]);
  const queue: State[] = [start];
  for (let next = 0; next < queue.length; next++) {
    const state = queue[next] ?? [];
    if (isAccepted(state, runners, constraints)) return true;
    if (queue.length > stateLimit) return true;
    for (const character of alphabet) {
      const following = runners.map((runner, index) => step(runner, state[index] ?? new Set(), character));
      if (isHopeless(following, constraints)) continue;
      const text = stateText(following);
      if (seen.has(text)) continue;
      seen.add(text);
      queue.push(following);
    }
  }
  return false;
}

/** Two patterns that must both match but begin differently: the common case, and no automaton is needed. */
function prefixesClash(constraints: readonly PatternConstraint[]): boolean {
  const prefixes = constraints.flatMap(({ patterns, matched }) => {
    const [only, ...others] = patterns;
    return matched && only && others.length === 0 && !only.ignoreCase ? [literalPrefix(only.tokens)] : [];
  });
  return prefixes.some((left, index) => prefixes.slice(index + 1).some((right) => !left.startsWith(right) && !right.startsWith(left)));
}

/** A wanted list whose every pattern is refused as well: the same condition and its opposite. */
function isRefused(constraints: readonly PatternConstraint[]): boolean {
  const refused = constraints.flatMap(({ patterns, matched }) => (matched ? [] : patterns));
  return constraints.some(
    ({ patterns, matched }) =>
      matched &&
      patterns.every(({ tokens, ignoreCase }) => refused.some((other) => other.tokens === tokens && other.ignoreCase === ignoreCase)),
  );
}

function literalPrefix(tokens: Tokens): string {
  const wild = tokens.findIndex((token) => token < 0);
  return String.fromCodePoint(...(wild < 0 ? tokens : tokens.slice(0, wild)));
}

function step({ tokens, ignoreCase }: Runner, positions: ReadonlySet<number>, character: number): ReadonlySet<number> {
  const folded = ignoreCase ? (String.fromCodePoint(character).toLowerCase().codePointAt(0) ?? character) : character;
  const following = new Set<number>();
  for (const position of positions) {
    const token = tokens[position];
    if (token !== undefined && consumes(token, folded)) following.add(isStar(token) ? position : position + 1);
  }
  return closure(following, tokens);
}

/** Every character that some pattern names, its capital where case is ignored, the colon (ARN parts), and one more. */
function alphabetOf(runners: readonly Runner[]): number[] {
  const characters = new Set<number>([0x3a]);
  for (const { tokens, ignoreCase } of runners) {
    for (const token of tokens.filter((each) => each >= 0)) {
      characters.add(token);
      if (ignoreCase) characters.add(String.fromCodePoint(token).toUpperCase().codePointAt(0) ?? token);
    }
  }
  let other = 0x61;
  while (characters.has(other)) other += 1;
  return [...characters, other];
}

function isAccepted(state: State, runners: readonly Runner[], constraints: readonly PatternConstraint[]): boolean {
  let index = 0;
  return constraints.every(({ patterns, matched }) => {
    const from = index;
    index += patterns.length;
    return patterns.some((_, offset) => state[from + offset]?.has(runners[from + offset]?.tokens.length ?? -1)) === matched;
  });
}

/** No continuation can match a constraint that must be matched. */
function isHopeless(state: State, constraints: readonly PatternConstraint[]): boolean {
  let index = 0;
  return constraints.some(({ patterns, matched }) => {
    const from = index;
    index += patterns.length;
    return matched && patterns.every((_, offset) => state[from + offset]?.size === 0);
  });
}

const stateText = (state: State): string => state.map((positions) => [...positions].sort((a, b) => a - b).join(',')).join(';');
