/** What changed between two snapshots: reach first, since that is what people ask for, then what made it so. */
import type { DiffAnswer, ReachChange } from '../../queries/diff-answer.ts';
import type { CsvCell } from '../../queries/reports/csv.ts';
import { showRequires } from './condition-text.ts';
import { shortArn } from './principal-text.ts';
import { paint, type Style } from './style.ts';
import { renderTable, type TextColumn } from './text-table.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

type Edge = DiffAnswer['edges']['opened'][number];
type ChangedEdge = DiffAnswer['edges']['changed'][number];
type Principal = DiffAnswer['principals']['added'][number];

const reachKinds = ['gained', 'lost', 'eased', 'tightened'] as const;
const reachTitles: Readonly<Record<(typeof reachKinds)[number], string>> = {
  gained: 'New reach',
  lost: 'Lost reach',
  eased: 'Reach that needs no conditions any more',
  tightened: 'Reach that needs conditions now',
};

export const diffView: View<DiffAnswer> = {
  table: (answer, style) => {
    const { principals, edges, reach, totals } = answer;
    const parts = [
      renderHead(answer, style),
      ...reachKinds.map((kind) => renderReach(`${reachTitles[kind]}`, reach[kind], reach.complete, style)),
      section('Edges opened', totals.edgesOpened, edges.opened, edgeColumns(style), style),
      section('Edges closed', totals.edgesClosed, edges.closed, edgeColumns(style), style),
      section('Edges changed', totals.edgesChanged, edges.changed, changedColumns(style), style),
      section('Principals added', totals.principalsAdded, principals.added, principalColumns, style),
      section('Principals gone', totals.principalsGone, principals.gone, principalColumns, style),
    ];
    return parts.filter((part) => part !== '').join('\n');
  },
  lines: (answer) => listChanges(answer),
  csvColumns: [
    'change',
    'from',
    'to',
    'action',
    'hops',
    'highValue',
    'verdictBefore',
    'verdictAfter',
    'requiresBefore',
    'requiresAfter',
    'chain',
  ],
  csvRows: (answer) => listChanges(answer).map(csvRow),
};

function renderHead({ before, after, totals, reach }: DiffAnswer, style: Style): string {
  const number = (count: number): string => count.toLocaleString('en-US');
  const atLeast = reach.complete ? '' : 'at least ';
  const facts: [string, string][] = [
    ['Before', showText(`${before.id} (${before.createdAt}, ${before.source})`)],
    ['After', showText(`${after.id} (${after.createdAt}, ${after.source})`)],
    [
      'Reach',
      `${atLeast}${number(reach.gained.total)} new, ${atLeast}${number(reach.lost.total)} lost, ${number(reach.eased.total)} without conditions now, ${number(reach.tightened.total)} with conditions now`,
    ],
    ['Edges', `${number(totals.edgesOpened)} opened, ${number(totals.edgesClosed)} closed, ${number(totals.edgesChanged)} changed`],
    [
      'Principals',
      `${number(totals.principalsAdded)} added (${number(totals.rolesAdded)} roles), ${number(totals.principalsGone)} gone (${number(totals.rolesGone)} roles)`,
    ],
  ];
  return `${facts.map(([name, text]) => wrapIndented(text, style.width, 12, name.padEnd(12))).join('\n')}\n`;
}

function renderReach(title: string, { total, rows }: DiffAnswer['reach']['gained'], complete: boolean, style: Style): string {
  if (total === 0) return '';
  const lines = rows.map((row) => {
    const mark = row.highValue ? `${style.bold('!')} ` : '  ';
    return `${mark}${wrapIndented(showText(row.sentence), style.width - 2, 4, '')}`;
  });
  return `${heading(title, total, rows.length, style, complete ? '' : 'at least ')}${lines.join('\n')}\n`;
}

function section<Row>(title: string, total: number, rows: readonly Row[], columns: readonly TextColumn<Row>[], style: Style): string {
  return total === 0 ? '' : heading(title, total, rows.length, style) + renderTable(columns, rows, style);
}

const heading = (title: string, total: number, shown: number, style: Style, atLeast = ''): string =>
  `${style.bold(`${title} (${atLeast}${total.toLocaleString('en-US')}${shown < total ? `, ${shown} shown` : ''})`)}\n`;

const edgeColumns = (style: Style): TextColumn<Edge>[] => [
  { title: 'From', share: 4, cell: ({ from }) => shortArn(from) },
  { title: 'To', share: 4, cell: ({ to }) => shortArn(to) },
  { title: 'Verdict', share: 3, cell: verdictText, paint: (line, { verdict }) => paint(verdict, line, style) },
];

const changedColumns = (style: Style): TextColumn<ChangedEdge>[] => [
  { title: 'From', share: 3, cell: ({ after }) => shortArn(after.from) },
  { title: 'To', share: 3, cell: ({ after }) => shortArn(after.to) },
  { title: 'Before', share: 2, cell: ({ before }) => verdictText(before), paint: (line, { before }) => paint(before.verdict, line, style) },
  { title: 'After', share: 2, cell: ({ after }) => verdictText(after), paint: (line, { after }) => paint(after.verdict, line, style) },
  { title: 'Differs in', share: 2, cell: ({ differences }) => differences.join(', ') },
];

const principalColumns: readonly TextColumn<Principal>[] = [
  { title: 'Principal', share: 5, cell: ({ arn }) => shortArn(arn) },
  { title: 'Kind', share: 2, cell: ({ kind }) => kind },
];

const verdictText = ({ verdict, requires }: Edge): string => showRequires(verdict, requires);

/** One change, as jsonl has it. */
type Change =
  | ({ readonly change: `reach-${(typeof reachKinds)[number]}` } & ReachChange)
  | ({ readonly change: 'edge-opened' | 'edge-closed' } & Edge)
  | ({ readonly change: 'edge-changed' } & ChangedEdge)
  | ({ readonly change: 'principal-added' | 'principal-gone' } & Principal);

const listChanges = ({ reach, edges, principals }: DiffAnswer): Change[] => [
  ...reachKinds.flatMap((kind) => reach[kind].rows.map((row): Change => ({ change: `reach-${kind}`, ...row }))),
  ...edges.opened.map((edge): Change => ({ change: 'edge-opened', ...edge })),
  ...edges.closed.map((edge): Change => ({ change: 'edge-closed', ...edge })),
  ...edges.changed.map((edge): Change => ({ change: 'edge-changed', ...edge })),
  ...principals.added.map((principal): Change => ({ change: 'principal-added', ...principal })),
  ...principals.gone.map((principal): Change => ({ change: 'principal-gone', ...principal })),
];

function csvRow(change: Change): CsvCell[] {
  switch (change.change) {
    case 'edge-opened':
      return [change.change, change.from, change.to, change.action, null, null, null, change.verdict, null, list(change.requires), null];
    case 'edge-closed':
      return [change.change, change.from, change.to, change.action, null, null, change.verdict, null, list(change.requires), null, null];
    case 'edge-changed': {
      const { before, after } = change;
      const sides = [before.verdict, after.verdict, list(before.requires), list(after.requires)];
      return [change.change, after.from, after.to, after.action, null, null, ...sides, null];
    }
    case 'principal-added':
    case 'principal-gone':
      return [change.change, change.arn, null, null, null, null, null, null, null, null, null];
    default: {
      const isBefore = change.change === 'reach-lost' || change.change === 'reach-tightened';
      const sides = isBefore ? [change.verdict, null, list(change.requires), null] : [null, change.verdict, null, list(change.requires)];
      return [change.change, change.from.arn, change.to.arn, null, change.hops, change.highValue, ...sides, change.chain.join(' > ')];
    }
  }
}

const list = (words: readonly string[]): string => words.join('; ');
