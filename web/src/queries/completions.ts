/** What the Cypher editor offers: the words of the graph's schema, with what they mean, and the language's. */
import { nodeSpecs, type PropertySpec, relationshipSpecs } from '../../../graph/schema.ts';

/** As CodeMirror's `Completion`. */
export interface CompletionWord {
  readonly label: string;
  readonly type: 'keyword' | 'property' | 'type';
  readonly detail?: string;
  readonly info?: string;
}

type Described = Readonly<Record<string, { readonly description: string; readonly properties: Readonly<Record<string, PropertySpec>> }>>;

const kindsOf = (specs: Described): readonly CompletionWord[] =>
  Object.entries(specs).map(([label, { description }]) => ({ label, type: 'type', info: description }));

export const labels: readonly CompletionWord[] = kindsOf(nodeSpecs);
export const relationships: readonly CompletionWord[] = kindsOf(relationshipSpecs);

/** Each name once: what it means depends on who has it, so its meanings stand one below the other. */
export const properties: readonly CompletionWord[] = collectProperties({ ...nodeSpecs, ...relationshipSpecs });

function collectProperties(specs: Described): readonly CompletionWord[] {
  const meanings = new Map<string, { readonly type: string; readonly lines: readonly string[] }>();
  for (const [owner, spec] of Object.entries(specs)) {
    for (const [name, { type, description, values }] of Object.entries(spec.properties)) {
      const line = `${owner}: ${description}${values === undefined ? '' : `: ${Object.keys(values).join(', ')}`}`;
      meanings.set(name, { type, lines: [...(meanings.get(name)?.lines ?? []), line] });
    }
  }
  return [...meanings]
    .map(([label, { type, lines }]) => ({ label, type: 'property' as const, detail: type, info: lines.join('\n') }))
    .sort((left, right) => (left.label < right.label ? -1 : 1));
}

export const keywords: readonly CompletionWord[] = [
  'MATCH',
  'OPTIONAL MATCH',
  'WHERE',
  'WITH',
  'UNWIND',
  'RETURN',
  'DISTINCT',
  'ORDER BY',
  'SKIP',
  'LIMIT',
  'UNION',
  'AND',
  'OR',
  'NOT',
  'IN',
  'CONTAINS',
  'STARTS WITH',
  'ENDS WITH',
  'EXISTS',
  'count(*)',
  'collect',
  'CASE WHEN',
  'AS',
].map((label) => ({ label, type: 'keyword' }));
