/**
 * The adjacency on disk: chains, names and reach without a database. See section-file.ts for the container; its sections:
 *
 *   arn, name            text of each principal (each with `…-ends`)
 *   principal-kind       u32, number in `kinds`      principal-account  u32, number in `account-ids`     principal-collected  u8
 *   unique-id            text of each principal    principal-worth  u8: 1 administrator, 2 high value
 *   kinds, account-ids   the distinct values
 *   accounts             JSON of the accounts
 *   reasons              JSON of each reason       reason-shape  u32, number in `shapes`
 *   shapes               JSON of each shape        tracked       JSON: what of sessions hops look at (hop-shape.ts)
 *   offsets, targets, reasons-of, flags, reverse-offsets, reverse-edges   as in adjacency.ts
 */
import type { Adjacency, AdjacencyReason } from './adjacency.ts';
import { schemaHash } from './schema-hash.ts';
import { type Section, writeSectionFile } from './section-file.ts';
import { packTexts } from './text-table.ts';

export { AdjacencyError, type AdjacencyErrorCode } from './adjacency-error.ts';
export { readAdjacency } from './adjacency-reader.ts';
export { buildAdjacency } from './build-adjacency.ts';

/** Writes it durably and in one step. Rejects with the file system's error. Reasons after the last that an edge has are left out. */
export async function writeAdjacency(path: string, adjacency: Adjacency): Promise<void> {
  const { snapshotId, principals, accounts, edgeCount } = adjacency;
  const kinds = numberValues(principals.map(({ kind }) => kind));
  const accountIds = numberValues(principals.map(({ accountId }) => accountId));
  const reasons = listReasons(adjacency);
  const shapes = adjacency.shapeOf.reduce((most, index) => Math.max(most, index + 1), 0);
  const header = { snapshotId, schemaHash, principals: principals.length, reasons: reasons.length, shapes, edges: edgeCount };
  await writeSectionFile(path, header, [
    ...packTexts(
      'arn',
      principals.map(({ arn }) => arn),
    ),
    ...packTexts(
      'name',
      principals.map(({ name }) => name),
    ),
    ...packTexts('kinds', kinds.values),
    ...packTexts('account-ids', accountIds.values),
    u32('principal-kind', kinds.numbers),
    u32('principal-account', accountIds.numbers),
    { name: 'principal-collected', encoding: 'u8', bytes: Uint8Array.from(principals, ({ collected }) => (collected ? 1 : 0)) },
    ...packTexts(
      'unique-id',
      principals.map(({ uniqueId }) => uniqueId),
    ),
    {
      name: 'principal-worth',
      encoding: 'u8',
      bytes: Uint8Array.from(principals, ({ isAdmin, highValue }) => (isAdmin ? 1 : 0) | (highValue ? 2 : 0)),
    },
    ...packTexts('accounts', [JSON.stringify(accounts)]),
    ...packTexts(
      'reasons',
      reasons.map((reason) => JSON.stringify(reason)),
    ),
    u32('reason-shape', adjacency.shapeOf.subarray(0, reasons.length)),
    ...packTexts(
      'shapes',
      Array.from({ length: shapes }, (_, index) => JSON.stringify(adjacency.shape(index))),
    ),
    ...packTexts('tracked', [JSON.stringify(adjacency.tracked)]),
    u32('offsets', adjacency.offsets),
    u32('targets', adjacency.targets),
    u32('reasons-of', adjacency.reasonOf),
    { name: 'flags', encoding: 'u16', bytes: bytesOf(adjacency.flags) },
    u32('reverse-offsets', adjacency.reverseOffsets),
    u32('reverse-edges', adjacency.reverseEdges),
  ]);
}

function listReasons({ reasonOf, reason }: Adjacency): AdjacencyReason[] {
  const count = reasonOf.reduce((most, index) => Math.max(most, index + 1), 0);
  return Array.from({ length: count }, (_, index) => reason(index));
}

/** The distinct values in order of appearance, and for each value its number among them. */
function numberValues(values: readonly string[]): { values: string[]; numbers: Uint32Array } {
  const known = new Map<string, number>();
  const numbers = Uint32Array.from(values, (value) => {
    const index = known.get(value) ?? known.size;
    known.set(value, index);
    return index;
  });
  return { values: [...known.keys()], numbers };
}

const u32 = (name: string, array: Uint32Array): Section => ({ name, encoding: 'u32', bytes: bytesOf(array) });
const bytesOf = (array: Uint32Array | Uint16Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
