/** A saved query as answers show it. */
import type { QueryAnswer, SavedQueryAnswer } from '../saved-queries-answer.ts';
import type { SavedQuery } from './metadata.ts';

export function describeQuery(query: SavedQuery): SavedQueryAnswer {
  const { id, title, question, category, severity, remediation, references, tags, isBuiltIn } = query;
  return {
    id,
    title,
    question,
    category,
    severity,
    remediation,
    references,
    tags,
    parameters: Object.entries(query.parameters).map(([name, spec]) => ({
      name,
      type: spec.type,
      description: spec.description,
      default: spec.default ?? null,
    })),
    columns: Object.entries(query.columns).map(([name, type]) => ({ name, type })),
    builtIn: isBuiltIn,
  };
}

export const showQuery = (query: SavedQuery): QueryAnswer => ({
  ...describeQuery(query),
  file: query.file,
  cypher: { ladybug: query.texts.ladybug.cypher, neo4j: query.texts.neo4j.cypher },
});
