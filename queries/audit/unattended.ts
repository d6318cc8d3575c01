/** What audits share that nobody sits before: no one gives them parameters, and where the graph is busy they wait. */
import { CypherError } from '../../graph/cypher-runner.ts';
import type { SavedQuery } from '../saved/metadata.ts';

/** Milliseconds until a query that found no turn is asked again. */
const busyPause = 200;

/** Those of severity `info` and those that need a parameter are no audit's. */
export const unattendedQueries = (queries: readonly SavedQuery[]): readonly SavedQuery[] =>
  queries.filter(
    ({ severity, parameters }) => severity !== 'info' && Object.values(parameters).every((spec) => spec.default !== undefined),
  );

/** True if the query found no turn. */
export const isBusy = (error: unknown): boolean => error instanceof CypherError && error.code === 'cypher-busy';

export const pauseWhileBusy = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, busyPause));
