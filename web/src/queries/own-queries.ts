/** Queries that a person kept, and what they ran lately; in this browser only. */
import { download } from '../files/download.ts';
import { type OwnQuery, readQueryFile, writeQueryFile } from './query-file.ts';

const savedKey = 'rolepath-queries';
const historyKey = 'rolepath-query-history';
const mostRemembered = 30;

function readList<T>(key: string, fits: (value: unknown) => value is T): readonly T[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(fits) : [];
  } catch {
    return [];
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isQuery = (value: unknown): value is OwnQuery =>
  typeof value === 'object' && value !== null && 'title' in value && 'text' in value && isText(value.title) && isText(value.text);

export const readOwnQueries = (): readonly OwnQuery[] => readList(savedKey, isQuery);
export const readHistory = (): readonly string[] => readList(historyKey, isText);

/** A query of the same title is replaced. */
export function keepQuery(query: OwnQuery): readonly OwnQuery[] {
  const kept = [query, ...readOwnQueries().filter(({ title }) => title !== query.title)];
  localStorage.setItem(savedKey, JSON.stringify(kept));
  return kept;
}

export function forgetQuery(title: string): readonly OwnQuery[] {
  const kept = readOwnQueries().filter((query) => query.title !== title);
  localStorage.setItem(savedKey, JSON.stringify(kept));
  return kept;
}

export function remember(text: string): readonly string[] {
  const history = [text, ...readHistory().filter((other) => other !== text)].slice(0, mostRemembered);
  localStorage.setItem(historyKey, JSON.stringify(history));
  return history;
}

export function exportQueries(): void {
  download('rolepath-queries.json', new Blob([writeQueryFile(readOwnQueries())], { type: 'application/json' }));
}

/** What a file holds, added to what is here. Rejects with what is wrong with the file. */
export async function importQueries(file: Blob): Promise<readonly OwnQuery[]> {
  let kept = readOwnQueries();
  for (const query of readQueryFile(await file.text()).toReversed()) kept = keepQuery(query);
  return kept;
}
