/** Rows of a query whose columns nobody knows beforehand. Values of the graph are shown short in tables and whole elsewhere. */
import type { CypherAnswer } from '../../queries/answers.ts';
import { type CsvCell, csvLine } from '../../queries/reports/csv.ts';
import type { Style } from './style.ts';
import { renderTable } from './text-table.ts';
import { jsonLine, type OutputFormat } from './view.ts';
import { showText } from './visible-text.ts';

type Row = readonly unknown[];

/** The answer in the format asked for; jsonl has an object for each row, keyed by column. */
export function renderCypher(answer: CypherAnswer, format: OutputFormat, style: Style): string {
  const { columns, rows } = answer;
  switch (format) {
    case 'table':
      return columns.length === 0 ? '' : renderTable(columns.map(tableColumn), rows, style);
    case 'json':
      return `${JSON.stringify(answer, null, 2)}\n`;
    case 'jsonl':
      return rows.map((row) => jsonLine(Object.fromEntries(columns.map((column, index) => [column, row[index]])))).join('');
    case 'csv':
      return csvLine(columns) + rows.map((row) => csvLine(row.map(csvCell))).join('');
  }
}

const tableColumn = (title: string, index: number) => ({
  title: showText(title),
  share: 1,
  cell: (row: Row) => showText(showValue(row[index])),
});

/** Text as it is, nodes by label and key, relationships and paths drawn as Cypher draws them, the rest as JSON. */
function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return `[${value.map(showInside).join(', ')}]`;
  if (isPath(value)) return showPath(value);
  if (isGraphValue(value)) return '_from' in value ? showRelationship(value) : showNode(value);
  return JSON.stringify(value);
}

const showInside = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : showValue(value) || 'null');

interface GraphValue {
  readonly _label: string;
  readonly _from?: unknown;
  readonly _to?: unknown;
  readonly [property: string]: unknown;
}

interface PathValue {
  readonly nodes: readonly GraphValue[];
  readonly relationships: readonly GraphValue[];
}

const showNode = (node: GraphValue): string => `(:${node._label} ${keyOf(node)})`;

function showRelationship(relationship: GraphValue): string {
  const { _label, _from, _to, ...properties } = relationship;
  return `${String(_from)} -[:${_label} ${JSON.stringify(properties)}]-> ${String(_to)}`;
}

/** Chains are read from end to end; what the steps ask for is in the other formats. */
function showPath({ nodes, relationships }: PathValue): string {
  const [first, ...others] = nodes;
  if (first === undefined) return '';
  return others.reduce((text, node, index) => {
    const step = relationships[index];
    const isForward = step?._from === keyOf(nodes[index] ?? node);
    const arrow = isForward ? `-[:${step?._label ?? ''}]->` : `<-[:${step?._label ?? ''}]-`;
    return `${text} ${arrow} ${keyOf(node)}`;
  }, keyOf(first));
}

const keyOf = (node: GraphValue): string => String(node['arn'] ?? node['id'] ?? '');

const isGraphValue = (value: unknown): value is GraphValue =>
  typeof value === 'object' && value !== null && '_label' in value && typeof value._label === 'string';

const isPath = (value: unknown): value is PathValue =>
  typeof value === 'object' && value !== null && 'nodes' in value && 'relationships' in value && Array.isArray(value.nodes);

function csvCell(value: unknown): CsvCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
