/** What the Cypher editor offers: the words of the graph's schema, with what they mean, and the language's. */
import { type NodeLabel, nodeSpecs, type PropertySpec, relationshipSpecs } from '../../../graph/schema.ts';

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

/** A label or a kind of edge, for the reference that stands below the editor. */
export interface SchemaKind {
  readonly name: string;
  /** What it stands between, or how it is written. */
  readonly pattern: string;
  readonly description: string;
  readonly properties: readonly CompletionWord[];
}

/** Those that most queries are about come first. */
export const schemaKinds: readonly SchemaKind[] = mainFirst(
  [
    ...Object.entries(nodeSpecs).map(([name, spec]) => schemaKind(name, 'node', spec)),
    ...Object.entries(relationshipSpecs).map(([name, spec]) => schemaKind(name, endsOf(spec.endpoints), spec)),
  ],
  ['Principal', 'CAN_ASSUME', 'Account', 'IN_ACCOUNT'],
);

function schemaKind(name: string, pattern: string, spec: Described[string]): SchemaKind {
  return { name, pattern, description: spec.description, properties: collectProperties({ [name]: spec }) };
}

function endsOf(endpoints: readonly (readonly [from: NodeLabel, to: NodeLabel])[]): string {
  return endpoints.map(([from, to]) => `${from} → ${to}`).join(', ');
}

function mainFirst(kinds: readonly SchemaKind[], main: readonly string[]): readonly SchemaKind[] {
  const rank = ({ name }: SchemaKind): number => (main.includes(name) ? main.indexOf(name) : main.length);
  return kinds.toSorted((left, right) => rank(left) - rank(right));
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
