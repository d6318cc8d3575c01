/** docs/generated/queries.md: every saved query, with its question and what it finds in the example organization. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SavedQuery } from '../queries/saved/metadata.ts';
import { answerSavedQuery } from '../queries/saved/saved-queries.ts';
import type { QueryRunAnswer } from '../queries/saved-queries-answer.ts';
import { shortArn } from './format/principal-text.ts';
import { createServices } from './wiring.ts';

/** What the page gives parameters that have no default; and dates, which would be other ones every day. */
const given: Readonly<Record<string, string>> = { role: 'prod-deploy', account: 'acme-shop-prod', key: 'project', value: 'apollo' };
const day = '2026-01-01';

const mostRows = 3;

/** The page as Markdown, the same on every machine and every day. */
export async function renderQueriesPage(): Promise<string> {
  const services = createServices({});
  const dataDir = await mkdtemp(join(tmpdir(), 'rolepath-queries-page-'));
  try {
    await services.ingest({ paths: [services.examplePath], dataDir, strict: false, onStep: () => undefined });
    const queries = await services.loadQueries([]);
    const open = await services.openQuestions(dataDir, {});
    try {
      const answers = new Map<string, QueryRunAnswer>();
      for (const query of queries) {
        const parameters = Object.fromEntries(Object.entries(query.parameters).flatMap(([name, spec]) => parameterOf(name, spec)));
        answers.set(query.id, await answerSavedQuery(query, open.questions, { parameters, limit: 100_000 }));
      }
      return renderPage(queries, answers);
    } finally {
      await open.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function parameterOf(name: string, { type, default: usual }: SavedQuery['parameters'][string]): [string, string][] {
  if (type === 'date') return [[name, day]];
  const value = given[name];
  return usual === undefined && value !== undefined ? [[name, value]] : [];
}

function renderPage(queries: readonly SavedQuery[], answers: ReadonlyMap<string, QueryRunAnswer>): string {
  const categories = [...new Set(queries.map(({ category }) => category))].sort();
  const sections = categories.map((category) => {
    const ofCategory = queries.filter((query) => query.category === category);
    return `## ${category}\n\n${ofCategory.map((query) => renderQuery(query, answers.get(query.id))).join('\n')}`;
  });
  return [
    '# Saved queries\n',
    'Generated from `queries/library/` and a run over the example organization; do not edit.\n',
    `There are ${queries.length}. Those of severity info are questions; \`rolepath audit\` runs the others. Dates are taken as of ${day}.\n`,
    ...sections,
  ].join('\n');
}

function renderQuery(query: SavedQuery, answer: QueryRunAnswer | undefined): string {
  const rows = (answer?.rows ?? [])
    .map((row) =>
      row
        .map(showCell)
        .filter((cell) => cell !== '')
        .join(', '),
    )
    .sort();
  const found = rows.length === 0 ? 'Nothing in the example.' : `In the example: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}.`;
  const asked = Object.keys(query.parameters).map((name) => `\`${name}\` = ${code(showCell(answer?.parameters[name]))}`);
  return [
    `### ${query.id}\n`,
    `**${query.severity}**: ${query.question}\n`,
    `${found}${asked.length === 0 ? '' : ` With ${asked.join(', ')}.`}\n`,
    ...(rows.length === 0
      ? []
      : [
          `${rows
            .slice(0, mostRows)
            .map((row) => `- ${code(row)}`)
            .join('\n')}\n`,
        ]),
    ...(query.tags.length === 0 ? [] : [`Tags: ${query.tags.join(', ')}\n`]),
  ].join('\n');
}

function showCell(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' ? shortArn(value) : JSON.stringify(value ?? '');
}

/** With a fence that the text does not hold. */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
