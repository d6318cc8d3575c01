/** Queries that a person kept, and what they ran lately; in this browser only. As files they are plain JSON. */
import { download } from '../files/download.ts';

export interface OwnQuery {
  readonly title: string;
  readonly text: string;
}

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
  const text = JSON.stringify({ rolepathQueries: 1, queries: readOwnQueries() }, null, 2);
  download('rolepath-queries.json', new Blob([text], { type: 'application/json' }));
}

/** What a file of exportQueries holds, added to what is here. Rejects with what is wrong with the file. */
export async function importQueries(file: Blob): Promise<readonly OwnQuery[]> {
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw new Error('The file is not JSON. Choose one that Export wrote.');
  }
  const list = typeof content === 'object' && content !== null && 'queries' in content ? content.queries : null;
  if (!Array.isArray(list) || !list.every(isQuery))
    throw new Error('The file holds no list of queries with title and text. Choose one that Export wrote.');
  let kept = readOwnQueries();
  for (const { title, text } of list.toReversed()) kept = keepQuery({ title, text });
  return kept;
}
