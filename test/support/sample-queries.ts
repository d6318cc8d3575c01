/** Saved queries that find something, nothing, and fail, with what a store would answer; for tests of server and page. */

import { CypherError } from '../../graph/cypher-runner.ts';
import type { CypherAnswer } from '../../queries/answers.ts';
import type { SavedQuery } from '../../queries/saved/metadata.ts';
import { parseQueryFile } from '../../queries/saved/parse-query-file.ts';
import { arns } from './fake-questions.ts';

function queryOf(id: string, title: string, severity: string, more = ''): SavedQuery {
  const parsed = parseQueryFile(
    `${id}.cypher`,
    `/*\nid: ${id}\ntitle: ${title}\nquestion: Who?\ncategory: exposure\nseverity: ${severity}\nremediation: Close it.\ncolumns: {principal: principal, role: role, hops: integer}\n${more}*/\nMATCH (n) RETURN n.arn AS principal // ${id}`,
  );
  if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
  return { ...parsed.metadata, file: `${id}.cypher`, isBuiltIn: true, texts: { ladybug: parsed.text, neo4j: parsed.text } };
}

export const sampleQueries: readonly SavedQuery[] = [
  queryOf('outsiders', 'Outsiders <b>in</b>', 'critical', 'references: [https://example.com/why]\n'),
  queryOf('nobody', 'Nobody', 'high'),
  queryOf('broken', 'Broken', 'medium'),
  queryOf('who-enters', 'Who enters', 'info', 'parameters: {role: {type: role, description: The role}}\n'),
];

const rows: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  outsiders: [
    [arns.alice, arns.admin, 3],
    [arns.bob, arns.hostile, 1],
  ],
  nobody: [],
  'who-enters': [[arns.pipeline, arns.deploy, 1]],
};

/** In place of `Questions.cypher`. */
export async function answerSample(text: string): Promise<CypherAnswer> {
  const id = text.split('// ')[1] ?? '';
  const found = rows[id];
  if (found === undefined) throw new CypherError('cypher-timeout', 'It took more than 20 s.');
  return {
    ...{ snapshot: 'fake-1', incomplete: true, truncated: false, cypher: text, columns: ['principal', 'role', 'hops'] },
    rows: found.map((row) => [...row]),
  };
}
