/**
 * What an edge says, apart from the ids of its evidence: two edges of two snapshots are the same if AWS would decide the same
 * under the same conditions, whatever policy now says so. Order within lists of values, conjunctions and alternatives says nothing.
 */
import type { Adjacency, AdjacencyReason } from '../../graph/adjacency.ts';
import type { EdgeProperties } from '../../graph/edge-flags.ts';
import type { Condition } from '../../iam/types.ts';
import type { Edge } from '../answers.ts';

/** Numbers contents: equal contents have equal numbers, in all snapshots that were asked with it. */
export interface ContentNumbers {
  /** By number of a reason of this snapshot: the number of its content. */
  of(adjacency: Adjacency): (reason: number) => number;
  text(content: number): string;
}

export function createContentNumbers(): ContentNumbers {
  const known = new Map<string, number>();
  const texts: string[] = [];
  return {
    of(adjacency) {
      const numbers = new Map<number, number>();
      return (reason) => {
        let number = numbers.get(reason);
        if (number === undefined) {
          const text = contentText(adjacency.reason(reason));
          number = known.get(text) ?? texts.push(text) - 1;
          known.set(text, number);
          numbers.set(reason, number);
        }
        return number;
      };
    },
    text: (content) => texts[content] ?? '',
  };
}

const contentText = ({ alternatives, tagSession, setSourceIdentity, requires, truncated }: AdjacencyReason): string =>
  JSON.stringify([...[alternatives, tagSession, setSourceIdentity].map(alternativesText), [...requires].sort(), truncated]);

const alternativesText = (alternatives: readonly (readonly Condition[])[]): string[] =>
  alternatives.map((conditions) => JSON.stringify(conditions.map(conditionText).sort())).sort();

const conditionText = ({ key, operator, qualifier, ifExists, values, negated, source }: Condition): string =>
  JSON.stringify([key, operator, qualifier, ifExists, [...values].sort(), negated, source]);

const comparedFlags = [
  'verdict',
  'oidcSub',
  'crossAccount',
  'grant',
  'canTagSession',
  'canSetSourceIdentity',
  'canChooseSessionName',
] as const satisfies readonly (keyof EdgeProperties & keyof Edge)[];

/** An edge with its reason. */
export interface ReasonedEdge {
  readonly edge: Edge;
  readonly reason: AdjacencyReason;
}

/**
 * Names of the fields in which two edges between the same two principals differ. `tagSession` and `setSourceIdentity` are the conditions
 * of passing session tags and of setting a source identity, which answers about edges do not show.
 */
export function listDifferences(before: ReasonedEdge, after: ReasonedEdge): string[] {
  const differences: string[] = comparedFlags.filter((field) => before.edge[field] !== after.edge[field]);
  const [old, young] = [before.reason, after.reason];
  if ([...old.requires].sort().join('\n') !== [...young.requires].sort().join('\n')) differences.push('requires');
  for (const field of ['alternatives', 'tagSession', 'setSourceIdentity'] as const)
    if (alternativesText(old[field]).join('\n') !== alternativesText(young[field]).join('\n')) differences.push(field);
  if (old.truncated !== young.truncated) differences.push('truncated');
  return differences;
}

/** A number for the action, in the order of its name. */
export const actionOf = (flags: number): number => flags & 7;
