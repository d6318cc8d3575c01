/** What became of each query of an import. */
import type { QueryImportAnswer } from '../../queries/saved-queries-answer.ts';
import type { Style } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

export const queryImportView: View<QueryImportAnswer> = {
  table: ({ imported, refused }, style) =>
    [...imported.map((one) => renderImported(one, style)), ...refused.map((one) => renderRefused(one, style))].join(''),
  lines: ({ imported, refused }) => [...imported, ...refused],
  csvColumns: ['id', 'state', 'file', 'source', 'line', 'notes'],
  csvRows: ({ imported, refused }) => [
    ...imported.map(({ id, state, file, source, line, notes }) => [id, state, file, source, line, notes.join('; ')]),
    ...refused.map(({ file, line, name, reason }) => [name, 'refused', null, file, line, reason]),
  ],
};

function renderImported({ id, state, file, notes }: QueryImportAnswer['imported'][number], style: Style): string {
  const lines = [
    `${style.green('✓')} ${style.bold(id)} (${state})`,
    style.dim(wrapIndented(showText(file), style.width, 4, '  ')),
    ...notes.map((note) => style.yellow(wrapIndented(`! ${showText(note)}`, style.width, 4, '  '))),
  ];
  return `${lines.join('\n')}\n`;
}

function renderRefused({ file, line, name, reason }: QueryImportAnswer['refused'][number], style: Style): string {
  const place = `${showText(file)}${line === null ? '' : `:${line}`}`;
  const head = wrapIndented(`✗ ${name === null ? '' : `${showText(name)}: `}${showText(reason)}`, style.width, 4, '');
  return `${style.red(head)}\n${style.dim(wrapIndented(place, style.width, 4, '  '))}\n`;
}
