/** What statements changed, as the driver's summaries count it, summed over transactions. */
import type { QueryStatistics } from 'neo4j-driver';

export type Changes = Readonly<ReturnType<QueryStatistics['updates']>>;

export const noChanges: Changes = {
  nodesCreated: 0,
  nodesDeleted: 0,
  relationshipsCreated: 0,
  relationshipsDeleted: 0,
  propertiesSet: 0,
  labelsAdded: 0,
  labelsRemoved: 0,
  indexesAdded: 0,
  indexesRemoved: 0,
  constraintsAdded: 0,
  constraintsRemoved: 0,
};

export function addChanges(a: Changes, b: Changes): Changes {
  const names = Object.keys(noChanges) as (keyof Changes)[];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)])) as unknown as Changes;
}
