/** What a saved query gave: as any Cypher's rows, with ARNs as short as they can be for people. */
import type { QueryRunAnswer } from '../../queries/saved-queries-answer.ts';
import { renderCypher } from './cypher-view.ts';
import { shortArn } from './principal-text.ts';
import type { Style } from './style.ts';
import type { OutputFormat } from './view.ts';

export function renderQueryRun(answer: QueryRunAnswer, format: OutputFormat, style: Style): string {
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`;
  const { columns, rows } = answer;
  const shown = format === 'table' ? rows.map((row) => row.map((value, index) => shorten(columns[index]?.type, value))) : rows;
  return renderCypher({ ...answer, columns: columns.map(({ name }) => name), rows: shown }, format, style);
}

/** For people: ARNs without what they all have, lists without brackets. */
function shorten(type: string | undefined, value: unknown): unknown {
  if ((type === 'principal' || type === 'role') && typeof value === 'string') return shortArn(value);
  return type === 'list' && Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(', ') : value;
}
