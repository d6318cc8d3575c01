/** Names that look like one that is not there, for the message that says so. */
import { compareText, type Names } from './names.ts';

const mostNearMisses = 5;
const leastLikeness = 0.5;
/** Longer texts are no misspelt names. */
const longestName = 200;

/** Numbers of the principals whose names share most pairs of letters with the text, best first. */
export function findNearMisses(names: Names, text: string, admits: (principal: number) => boolean): number[] {
  const wanted = countPairs(text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1, longestName));
  if (wanted.size === 0) return [];
  const near: { principal: number; likeness: number }[] = [];
  for (let principal = 0; principal < names.count; principal += 1) {
    if (!admits(principal)) continue;
    const likeness = compareNames(wanted, names.describe(principal).name);
    if (likeness >= leastLikeness) near.push({ principal, likeness });
  }
  near.sort((left, right) => right.likeness - left.likeness || compareText(names.arn(left.principal), names.arn(right.principal)));
  return near.slice(0, mostNearMisses).map(({ principal }) => principal);
}

/** Twice the shared pairs over all pairs: 1 for the same letters in the same order, 0 for nothing in common. */
function compareNames(wanted: ReadonlySet<string>, name: string): number {
  const pairs = countPairs(name.slice(0, longestName));
  let shared = 0;
  for (const pair of pairs) if (wanted.has(pair)) shared += 1;
  return (2 * shared) / (wanted.size + pairs.size);
}

function countPairs(text: string): Set<string> {
  const lower = text.toLowerCase();
  return new Set(Array.from({ length: Math.max(lower.length - 1, 0) }, (_, place) => lower.slice(place, place + 2)));
}

/** The texts that share most pairs of letters with the wanted one, or have its letters in another order, best first. */
export function findLikeTexts(texts: readonly string[], wanted: string): string[] {
  const pairs = countPairs(wanted.slice(0, longestName));
  if (pairs.size === 0) return [];
  const letters = sortLetters(wanted);
  const near = texts
    .map((text) => ({ text, likeness: sortLetters(text) === letters ? 1 : compareNames(pairs, text) }))
    .filter(({ likeness }) => likeness >= leastLikeness);
  near.sort((left, right) => right.likeness - left.likeness || compareText(left.text, right.text));
  return near.slice(0, mostNearMisses).map(({ text }) => text);
}

/** Two letters in the wrong order are the commonest mistake, and cost a short word most of its pairs. */
const sortLetters = (text: string): string => [...text.slice(0, longestName).toLowerCase()].sort().join('');
