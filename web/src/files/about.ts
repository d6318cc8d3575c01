/** What a saved table is, for whoever opens the file without the page: from which data, by which question, and whether it is whole. */
import { createContext } from 'preact';
import type { Envelope } from '../../../queries/answers.ts';
import type { QueryAnswer } from '../../../queries/saved-queries-answer.ts';
import { redact, redacting } from '../redaction.ts';
import type { TableContent } from './csv.ts';

export type Fact = readonly [what: string, value: string];

/** What tables that lie within an answer say of it; null outside of any. `query` and `parameters`: of a saved query that was run. */
export interface AnswerFacts extends Pick<Envelope, 'snapshot' | 'truncated' | 'cypher'> {
  readonly query?: Pick<QueryAnswer, 'id' | 'title' | 'question' | 'severity' | 'category' | 'remediation' | 'references'> | undefined;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export const AnswerContext = createContext<AnswerFacts | null>(null);

/** The answer's facts, if it has any: lists of saved queries and of snapshots come from no snapshot. */
export function factsOf(answer: unknown): AnswerFacts | null {
  const { snapshot, truncated, cypher } = (answer ?? {}) as Partial<Envelope>;
  if (typeof snapshot !== 'string') return null;
  return { snapshot, truncated: truncated === true, cypher: cypher ?? null };
}

/** When and of what the snapshot was made. */
export interface Origin {
  readonly snapshot: string;
  readonly createdAt: string;
  readonly source: string;
}

export interface Saved {
  readonly title: string;
  readonly answer: AnswerFacts | null;
  /** Of the snapshot that the page shows; an answer may already be of a newer one, of which no more than its id is known. */
  readonly origin: Origin | null;
  readonly rows: number;
  /** Rows that there are, saved or not. */
  readonly total: number;
  readonly at: Date;
}

export function aboutTable({ title, answer, origin, rows, total, at }: Saved): readonly Fact[] {
  const snapshot = answer?.snapshot ?? origin?.snapshot ?? null;
  const made = origin !== null && origin.snapshot === snapshot ? origin : null;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Title', answer?.query?.title ?? title],
    ...queryFacts(answer),
    ['Snapshot', snapshot],
    ['Snapshot made', made?.createdAt],
    // A path has names of people and companies in it that no list knows.
    ['Source', redacting() ? null : made?.source],
    ['Saved', at.toISOString()],
    ['Rows', `${rows} of ${total}`],
    ['Note', answer?.truncated ? 'Cut by a limit: there is more than this answer holds.' : null],
    ['Cypher', answer?.cypher],
  ];
  return facts.flatMap(([what, value]): Fact[] => (value ? [[what, redact(value)]] : []));
}

/**
 * The same on every row of a CSV file, which has no second sheet: columns that come after those of the answer. Only for answers to saved
 * queries, whose columns have names that programs read; a name that the answer has itself stays the answer's.
 */
export function withQueryColumns(content: TableContent, answer: AnswerFacts | null, origin: Origin | null): TableContent {
  if (answer?.query === undefined) return content;
  const { id, title, severity } = answer.query;
  const parameters = Object.keys(answer.parameters ?? {}).length === 0 ? '' : JSON.stringify(answer.parameters);
  const columns: readonly (readonly [name: string, value: string])[] = [
    ['query', id],
    ['title', title],
    ['severity', severity],
    ['parameters', parameters],
    ['snapshot', answer.snapshot],
    ['snapshotMade', origin?.snapshot === answer.snapshot ? origin.createdAt : ''],
    ['truncated', String(answer.truncated)],
  ];
  const added = columns.filter(([name]) => !content.header.includes(name));
  const values = added.map(([, value]) => redact(value));
  return { header: [...content.header, ...added.map(([name]) => name)], rows: content.rows.map((row) => [...row, ...values]) };
}

function queryFacts(answer: AnswerFacts | null): readonly (readonly [string, string])[] {
  if (answer?.query === undefined) return [];
  const { id, question, severity, category, remediation, references } = answer.query;
  return [
    ['Query', id],
    ['Question', question],
    ...Object.entries(answer.parameters ?? {}).map(([name, value]) => [`Parameter ${name}`, textOf(value)] as const),
    ['Severity', severity],
    ['Category', category],
    ['Remediation', remediation],
    ['References', references.join('\n')],
  ];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
