/**
 * Queries as files: the JSON that BloodHound CE imports, as `rolepath queries export --format json` writes it too. Exports of earlier
 * pages, with title and text, are taken as well.
 */
export interface OwnQuery {
  readonly title: string;
  readonly text: string;
}

/** A list, whole, for `readQueryFile` and for "rolepath queries import". */
export const writeQueryFile = (queries: readonly OwnQuery[]): string =>
  `${JSON.stringify(
    queries.map(({ title, text }) => ({ name: title, description: '', query: text })),
    null,
    2,
  )}\n`;

/** One query, a list, or a list `queries`. @throws Error for people, with the entry that is wrong */
export function readQueryFile(text: string): readonly OwnQuery[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON. "rolepath queries import" reads YAML too.');
  }
  const listed = isMap(content) && Array.isArray(content['queries']) ? content['queries'] : content;
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return entries.map((entry, index) => {
    const query = isMap(entry) ? toQuery(entry['name'] ?? entry['title'], entry['query'] ?? entry['text']) : null;
    if (query === null) throw new Error(`Entry ${index + 1} of the file has no name and query. Nothing was imported.`);
    return query;
  });
}

function toQuery(name: unknown, text: unknown): OwnQuery | null {
  if (typeof name !== 'string' || typeof text !== 'string' || name.trim() === '' || text.trim() === '') return null;
  return { title: name.trim(), text };
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
