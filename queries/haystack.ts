/**
 * All principals as one long lower-case text, so that one pass of the engine's own text search finds a word among
 * 200,000 names in a few milliseconds. Made at the first search.
 */
import type { Names } from './names.ts';

export interface Haystack {
  /** Visits, by number, the principals that hold the word (in lower case; the empty word is held by all). */
  find(word: string, visit: Visit): void;
  holds(principal: number, word: string): boolean;
  /** Length of the principal's name in lower case. */
  nameLength(principal: number): number;
}

/** `at` is the place of the word's first occurrence in the principal's entry, which begins with its name. */
export type Visit = (principal: number, at: number) => void;

/** Between the fields of an entry and between entries: words never hold it. */
const separator = '\n';

export function createHaystack(names: Names): Haystack {
  const starts = new Uint32Array(names.count + 1);
  const nameLengths = new Uint32Array(names.count);
  const entries: string[] = [];
  for (let principal = 0; principal < names.count; principal += 1) {
    const { name, arn } = names.describe(principal);
    const account = names.account(principal);
    const lowerName = name.toLowerCase();
    const entry = [lowerName, arn.toLowerCase(), account?.name.toLowerCase() ?? '', account?.alias.toLowerCase() ?? '', ''].join(separator);
    nameLengths[principal] = lowerName.length;
    starts[principal + 1] = (starts[principal] ?? 0) + entry.length;
    entries.push(entry);
  }
  const text = entries.join('');

  return {
    find(word, visit) {
      for (let principal = 0, place = 0; principal < names.count; principal += 1) {
        place = text.indexOf(word, starts[principal]);
        if (place < 0) return;
        principal = skipTo(starts, place, principal);
        visit(principal, place - (starts[principal] ?? 0));
      }
    },
    holds: (principal, word) => text.slice(starts[principal], starts[principal + 1]).includes(word),
    nameLength: (principal) => nameLengths[principal] ?? 0,
  };
}

/** The entry that holds the place, at or after the given one. Mostly it is that one or the next. */
function skipTo(starts: Uint32Array, place: number, from: number): number {
  if (place < (starts[from + 1] ?? 0)) return from;
  let low = from + 1;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
