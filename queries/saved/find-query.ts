/** Picks saved queries by id, with the nearest ids where there is none. */
import { findLikeTexts } from '../near-misses.ts';
import type { SavedQuery } from './metadata.ts';
import { SavedQueryError } from './saved-query-error.ts';

/** @throws SavedQueryError `unknown-query` with ids like it */
export function findQuery(queries: readonly SavedQuery[], id: string): SavedQuery {
  const found = queries.find((query) => query.id === id);
  if (found) return found;
  const candidates = findLikeTexts(
    queries.map((query) => query.id),
    id,
  );
  const hint = candidates.length > 0 ? `There are ids like it: ${candidates.join(', ')}.` : '"rolepath queries list" has them all.';
  throw new SavedQueryError('unknown-query', `There is no saved query ${JSON.stringify(id)}. ${hint}`);
}

/** Those of any of the categories and with any of the tags; a tag stands for all that begin with it and a dot or hyphen. */
export function selectQueries(
  queries: readonly SavedQuery[],
  { category = [], tag = [] }: { category?: readonly string[] | undefined; tag?: readonly string[] | undefined },
): readonly SavedQuery[] {
  const known = new Set(queries.map((query) => query.category));
  refuseUnknown('category', category, (name) => known.has(name), [...known].sort());
  const tags = new Set(queries.flatMap((query) => query.tags));
  refuseUnknown('tag', tag, (wanted) => [...tags].some((name) => fitsTag(name, wanted)), [...tags].sort());
  return queries.filter(
    (query) =>
      (category.length === 0 || category.includes(query.category)) &&
      (tag.length === 0 || query.tags.some((name) => tag.some((wanted) => fitsTag(name, wanted)))),
  );
}

const fitsTag = (name: string, wanted: string): boolean =>
  name === wanted || name.startsWith(`${wanted}-`) || name.startsWith(`${wanted}.`);

function refuseUnknown(what: string, wanted: readonly string[], isKnown: (name: string) => boolean, all: readonly string[]): void {
  const unknown = wanted.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw new SavedQueryError('unknown-query', `No saved query has the ${what} ${JSON.stringify(unknown)}. There are:`, {
      candidates: all,
    });
}
