/** Search by words over all principals, in memory, best match first. */
import type { SearchAnswer } from './answers.ts';
import { searchCypher } from './cypher.ts';
import { createHaystack, type Haystack } from './haystack.ts';
import { nextPage, type Page } from './page.ts';
import { readSearchTerms, type SearchTerms } from './search-terms.ts';
import type { SnapshotView } from './snapshot-view.ts';

export type Search = (text: string, page: Page) => SearchAnswer;

export function createSearch(view: SnapshotView): Search {
  let haystack: Haystack | undefined;
  return (text, page) => {
    haystack ??= createHaystack(view.names);
    const terms = readSearchTerms(text);
    const best = createBestList(page.offset + page.limit);
    let total = 0;
    findAll(view, haystack, terms, (principal, score) => {
      total += 1;
      best.offer(principal, score);
    });
    const hits = best.list().slice(page.offset).map(view.names.describe);
    const next = nextPage(total, page);
    return { ...view.envelope(searchCypher(view.dialect, terms), next !== null), text, total, next, hits };
  };
}

/** Visits every principal that fits; smaller scores are better. */
function findAll(
  { names, adjacency }: SnapshotView,
  haystack: Haystack,
  terms: SearchTerms,
  visit: (principal: number, score: number) => void,
): void {
  const [word = '', ...others] = terms.words;
  const accounts = findAccounts(adjacency.accounts, terms.accounts);
  const { rank } = names;
  haystack.find(word, (principal, at) => {
    const row = adjacency.principals[principal];
    if (!row || (terms.kinds.length > 0 && !terms.kinds.includes(row.kind))) return;
    if (accounts && !accounts.has(row.accountId)) return;
    if (!others.every((other) => haystack.holds(principal, other))) return;
    visit(principal, scoreHit(haystack.nameLength(principal), word.length, at, row.collected, rank[principal] ?? 0));
  });
}

/** Ids of the accounts that fit all words; null for no words. */
function findAccounts(accounts: SnapshotView['adjacency']['accounts'], words: readonly string[]): ReadonlySet<string> | null {
  if (words.length === 0) return null;
  const fits = (word: string) => (text: string) => text.toLowerCase().includes(word);
  return new Set(accounts.filter(({ id, name, alias }) => words.every((word) => [id, name, alias].some(fits(word)))).map(({ id }) => id));
}

const longestName = 1023;

/** The name itself, then names that begin with the word, hold it, and principals that hold it elsewhere; then what was collected, short names, ARN order. */
function scoreHit(nameLength: number, wordLength: number, at: number, collected: boolean, rank: number): number {
  const tier = at === 0 ? (nameLength === wordLength ? 0 : 1) : at < nameLength ? 2 : 3;
  return ((tier * 2 + (collected ? 0 : 1)) * (longestName + 1) + Math.min(nameLength, longestName)) * 2 ** 32 + rank;
}

/** Longer lists are sorted at the end: putting each hit in its place would take longer. */
const mostInPlace = 2000;

/** Keeps the `most` best of all that are offered. Scores are all different. */
function createBestList(most: number) {
  const kept: { readonly principal: number; readonly score: number }[] = [];
  const inPlace = most <= mostInPlace;
  return {
    offer(principal: number, score: number): void {
      if (!inPlace) {
        kept.push({ principal, score });
        return;
      }
      const worst = kept.at(-1);
      if (kept.length === most && worst && score >= worst.score) return;
      let low = 0;
      let high = kept.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((kept[middle]?.score ?? 0) < score) low = middle + 1;
        else high = middle;
      }
      kept.splice(low, 0, { principal, score });
      if (kept.length > most) kept.pop();
    },
    list(): number[] {
      const sorted = inPlace ? kept : kept.sort((left, right) => left.score - right.score).slice(0, most);
      return sorted.map(({ principal }) => principal);
    },
  };
}
