/** A saved query in the form of BloodHound's query library, as YAML or JSON. */
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { QueryOrigin, SavedQuery } from '../saved/metadata.ts';
import type { ExchangedQuery } from './exchange-format.ts';

/** `yaml`: a file of the query library. `json`: what BloodHound CE imports. */
export const exchangeFormats = ['yaml', 'json'] as const;
export type ExchangeFormat = (typeof exchangeFormats)[number];

/** The queries in one text: YAML documents, or in JSON one value, a list if there are several. */
export function renderQueries(queries: readonly SavedQuery[], format: ExchangeFormat): string {
  const exchanged = queries.map(toExchange);
  if (format === 'yaml') return exchanged.map((query) => stringify(query, { lineWidth: 0 })).join('---\n');
  return `${JSON.stringify(exchanged.length === 1 ? exchanged[0] : exchanged, null, 2)}\n`;
}

/** The Cypher is Neo4j's, which is BloodHound's dialect; Ladybug's goes along where it is another one. */
function toExchange(query: SavedQuery): Partial<ExchangedQuery> {
  const { id, title, question, category, severity, remediation, references, tags, parameters, columns, reaches, texts } = query;
  const { guid, platforms, revision, acknowledgements, ...origin } = originOf(query);
  const ladybug = texts.ladybug.cypher === texts.neo4j.cypher ? {} : { ladybug: texts.ladybug.cypher };
  return {
    name: title,
    guid,
    prebuilt: false,
    platforms,
    category: origin.category ?? category,
    description: question,
    query: texts.neo4j.cypher,
    revision,
    resources: references,
    acknowledgements,
    rolepath: { id, severity, remediation, tags, parameters, columns, reaches, ...ladybug },
  };
}

const originOf = ({ id, origin }: SavedQuery): QueryOrigin => ({ ...usualOrigin(id), ...origin });

/** What a query goes out with that came from nowhere. */
export const usualOrigin = (id: string): QueryOrigin & { readonly guid: string } => ({
  guid: guidOf(id),
  platforms: ['AWS'],
  revision: 1,
  acknowledgements: [],
});

/** The same for the same id, always: a name-based UUID, https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5. */
function guidOf(id: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(id)
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Chosen once, for Rolepath's queries. */
const namespace = '2f6ab53d-0bd5-4f0c-9a6e-5d3f3f0f7c11';
