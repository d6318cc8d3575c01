/** Expectations of a store that holds a graph. */
import { expect } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { unpackEdge } from '../../graph/edge-flags.ts';
import { type NodeLabel, nodeSpecs } from '../../graph/schema.ts';
import { type GraphStore, StoreError } from '../../graph/store.ts';

/** Awaits a rejection with a StoreError and gives it. */
export async function failure(act: Promise<unknown>): Promise<StoreError> {
  const error = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

/** Reads every kind of the schema and expects what the graph has. */
export async function expectAllRead(graph: AccessGraph, read: GraphStore): Promise<void> {
  for (const label of Object.keys(graph.nodes) as NodeLabel[]) {
    const { key } = nodeSpecs[label];
    const rows = await read.run(`MATCH (n:${label}) RETURN n`, {});
    const byKey = (row: object) => String((row as Record<string, unknown>)[key]);
    const expected = graph.nodes[label].map((node) => ({ _label: label, ...node }));
    expect(
      sortBy(
        rows.map(({ n }) => n as object),
        byKey,
      ),
    ).toEqual(sortBy(expected, byKey));
  }
  for (const [type, links] of Object.entries(graph.relationships)) {
    const rows = await read.run(`MATCH ()-[r:${type}]->() RETURN r`, {});
    const expected = links.map(({ fromLabel, toLabel, from, to, ...properties }) => ({
      _label: type,
      _from: from,
      _to: to,
      ...properties,
    }));
    expect(
      sortBy(
        rows.map(({ r }) => r as object),
        JSON.stringify,
      ),
    ).toEqual(sortBy(expected, JSON.stringify));
  }
  const rows = await read.run('MATCH ()-[r:CAN_ASSUME]->() RETURN r', {});
  expect(
    sortBy(
      rows.map(({ r }) => r as object),
      canonical,
    ),
  ).toEqual(sortBy(edgesOf(graph), canonical));
}

function edgesOf(graph: AccessGraph): object[] {
  const { length, from, to, reason, flags } = graph.canAssume;
  return Array.from({ length }, (_, edge) => {
    const because = graph.nodes.Reason[reason[edge] ?? -1];
    return {
      _label: 'CAN_ASSUME',
      _from: graph.nodes.Principal[from[edge] ?? -1]?.arn,
      _to: graph.nodes.Principal[to[edge] ?? -1]?.arn,
      ...unpackEdge(flags[edge] ?? 0),
      requires: because?.requires,
      reasonId: because?.id,
    };
  });
}

/** A text that is the same for equal objects. */
export const canonical = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
export const sortBy = <T>(values: readonly T[], by: (value: T) => string): T[] => [...values].sort((a, b) => (by(a) < by(b) ? -1 : 1));
