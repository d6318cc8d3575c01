/** Saved queries: the list by category, and one of them in full. */

import { rankOf } from '../../queries/saved/metadata.ts';
import type { QueriesAnswer, QueryAnswer, SavedQueryAnswer } from '../../queries/saved-queries-answer.ts';
import type { Style } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { displayWidth, wrapIndented } from './wrap-text.ts';

export const queriesView: View<QueriesAnswer> = {
  table: ({ queries }, style) => {
    const categories = [...new Set(queries.map(({ category }) => category))].sort();
    return categories.map((category) => renderCategory(category, queries, style)).join('\n');
  },
  lines: ({ queries }) => queries,
  csvColumns: ['id', 'title', 'question', 'category', 'severity', 'remediation', 'references', 'tags', 'parameters', 'columns', 'builtIn'],
  csvRows: ({ queries }) => queries.map(csvRow),
};

const csvRow = (query: SavedQueryAnswer) => [
  query.id,
  query.title,
  query.question,
  query.category,
  query.severity,
  query.remediation,
  query.references.join('; '),
  query.tags.join('; '),
  query.parameters.map(({ name }) => name).join('; '),
  query.columns.map(({ name }) => name).join('; '),
  query.builtIn,
];

function renderCategory(category: string, queries: readonly SavedQueryAnswer[], style: Style): string {
  const ofCategory = queries.filter((query) => query.category === category);
  const lines = ofCategory.sort((a, b) => rankOf(b.severity) - rankOf(a.severity)).map((query) => renderLine(query, style));
  return `${style.bold(showText(category))}\n${lines.join('')}`;
}

const severityWidth = 10;

function renderLine({ id, title, severity }: SavedQueryAnswer, style: Style): string {
  const lead = `  ${severity.padEnd(severityWidth)}`;
  const gap = ' '.repeat(lead.length);
  return `${lead}${style.bold(showText(id))}\n${style.dim(wrapIndented(showText(title), style.width, gap.length, gap))}\n`;
}

export const queryView: View<QueryAnswer> = {
  table: renderQuery,
  lines: (query) => [query],
  csvColumns: [...queriesView.csvColumns, 'file', 'cypher', 'cypherOfNeo4j'],
  csvRows: (query) => [[...csvRow(query), query.file, query.cypher.ladybug, query.cypher.neo4j]],
};

function renderQuery(query: QueryAnswer, style: Style): string {
  const field = (name: string, text: string): string => {
    const lead = `${name}:`.padEnd(13);
    return text === '' ? '' : `${wrapIndented(showText(text), style.width, displayWidth(lead), lead)}\n`;
  };
  const parameters = query.parameters.map(({ name, type, description, default: value }) => {
    const usual = value === null ? 'must be given' : `default ${Array.isArray(value) ? value.join(',') : String(value)}`;
    return wrapIndented(showText(`--param ${name}=… (${type}, ${usual}): ${description}`), style.width, 4, '  ');
  });
  const texts: readonly (readonly [string, string])[] =
    query.cypher.ladybug === query.cypher.neo4j
      ? [['Cypher', query.cypher.ladybug]]
      : [
          ['Cypher for Ladybug', query.cypher.ladybug],
          ['Cypher for Neo4j', query.cypher.neo4j],
        ];
  return [
    `${style.bold(showText(query.title))}\n`,
    `${wrapIndented(showText(query.question), style.width, 0)}\n\n`,
    field('id', query.id),
    field('category', query.category),
    field('severity', query.severity),
    field('tags', query.tags.join(', ')),
    field('remediation', query.remediation),
    ...query.references.map((reference) => field('reference', reference)),
    field('columns', query.columns.map(({ name, type }) => `${name} (${type})`).join(', ')),
    field('file', query.file),
    parameters.length === 0 ? '' : `\n${style.bold('Parameters')}\n${parameters.join('\n')}\n`,
    ...texts.map(([title, cypher]) => `\n${style.bold(title)}\n${cypher.split('\n').map(showText).join('\n')}\n`),
  ].join('');
}
