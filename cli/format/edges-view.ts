/** Assume edges. There can be millions, so every format is written in portions. */
import type { Edge, Envelope } from '../../queries/answers.ts';
import { csvLine } from '../../queries/reports/csv.ts';
import { showRequires } from './condition-text.ts';
import { shortArn } from './principal-text.ts';
import { paint, type Style } from './style.ts';
import { streamTable, type TextColumn } from './text-table.ts';
import { jsonLine, type OutputFormat } from './view.ts';

const portion = 500;

/** The text of all edges in the format asked for, some hundred edges at a time. As JSON: the envelope with `edges`. */
export function* renderEdges(edges: Iterable<Edge>, envelope: Envelope, format: OutputFormat, style: Style): Generator<string> {
  switch (format) {
    case 'table': {
      const table = streamTable(columns(style), style);
      yield table.head;
      for (const some of inPortions(edges)) yield table.rows(some);
      return;
    }
    case 'jsonl':
      for (const some of inPortions(edges)) yield some.map(jsonLine).join('');
      return;
    case 'csv':
      yield csvLine(csvColumns);
      for (const some of inPortions(edges)) yield some.map(csvEdge).join('');
      return;
    case 'json': {
      yield `${JSON.stringify(envelope).slice(0, -1)},"edges":[`;
      let separator = '\n';
      for (const some of inPortions(edges)) {
        yield separator + some.map((edge) => JSON.stringify(edge)).join(',\n');
        separator = ',\n';
      }
      yield '\n]}\n';
    }
  }
}

function* inPortions(edges: Iterable<Edge>): Generator<Edge[]> {
  let some: Edge[] = [];
  for (const edge of edges) {
    if (some.push(edge) < portion) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

const columns = (style: Style): TextColumn<Edge>[] => [
  { title: 'From', share: 4, cell: (edge) => shortArn(edge.from) },
  { title: 'To', share: 4, cell: (edge) => shortArn(edge.to) },
  {
    title: 'Verdict',
    share: 3,
    cell: (edge) => showRequires(edge.verdict, edge.requires),
    paint: (line, edge) => paint(edge.verdict, line, style),
  },
];

const csvColumns = [
  'from',
  'to',
  'action',
  'verdict',
  'requires',
  'crossAccount',
  'grant',
  'oidcSub',
  'canTagSession',
  'canSetSourceIdentity',
  'canChooseSessionName',
  'truncated',
  'reasonId',
  'alternatives',
] as const;

const csvEdge = (edge: Edge): string =>
  csvLine(
    csvColumns.map((column) => {
      if (column === 'requires') return edge.requires.join('; ');
      return column === 'alternatives' ? JSON.stringify(edge.alternatives) : edge[column];
    }),
  );
