/** Reads the adjacency file: typed arrays over the file's own bytes, names cut from one text, reasons parsed when asked for. */
import type { Adjacency, AdjacencyAccount, AdjacencyPrincipal, AdjacencyReason } from './adjacency.ts';
import { AdjacencyError } from './adjacency-error.ts';
import { readOnce } from './build-adjacency.ts';
import type { Attribute, HopShape } from './hop-shape.ts';
import { schemaHash } from './schema-hash.ts';
import { readSectionFile, type SectionFile } from './section-file.ts';
import { unpackTexts } from './text-table.ts';

/**
 * Reads and checks the whole file. Rejects with an AdjacencyError; with `expected`, also if the file belongs to another snapshot.
 * The arrays look into the file's bytes, so they must not be written to.
 */
export async function readAdjacency(path: string, expected: { readonly snapshotId?: string } = {}): Promise<Adjacency> {
  const file = await readSectionFile(path);
  const { snapshotId, principals, reasons, shapes, edges } = checkHeader(path, file, expected.snapshotId);
  const u32 = (name: string, length: number) => new Uint32Array(...viewOf(path, file, name, 4, length));
  const offsets = u32('offsets', principals + 1);
  const adjacency: Adjacency = {
    snapshotId,
    principals: readPrincipals(path, file, principals),
    accounts: JSON.parse(unpackTexts(file, 'accounts')(0)) as readonly AdjacencyAccount[],
    edgeCount: edges,
    offsets,
    targets: u32('targets', edges),
    sources: spreadOffsets(offsets, edges),
    reasonOf: u32('reasons-of', edges),
    flags: new Uint16Array(...viewOf(path, file, 'flags', 2, edges)),
    reverseOffsets: u32('reverse-offsets', principals + 1),
    reverseEdges: u32('reverse-edges', edges),
    reason: readJsonTexts<AdjacencyReason>(file, 'reasons', 'reason', reasons),
    shapeOf: u32('reason-shape', reasons),
    shape: readJsonTexts<HopShape>(file, 'shapes', 'shape', shapes),
    tracked: JSON.parse(unpackTexts(file, 'tracked')(0)) as readonly Attribute[],
  };
  checkNumbers(path, adjacency, reasons, shapes);
  return adjacency;
}

interface Header {
  readonly snapshotId: string;
  readonly principals: number;
  readonly reasons: number;
  readonly shapes: number;
  readonly edges: number;
}

function checkHeader(path: string, { header }: SectionFile, expectedId: string | undefined): Header {
  const { snapshotId, principals, reasons, shapes, edges } = header as unknown as Header;
  if (header['schemaHash'] !== schemaHash) throw new AdjacencyError('adjacency-schema', path, 'it was written with another graph schema');
  if (expectedId !== undefined && snapshotId !== expectedId) {
    throw new AdjacencyError('adjacency-snapshot', path, `it belongs to snapshot ${snapshotId}, not to ${expectedId}`);
  }
  return { snapshotId, principals, reasons, shapes, edges };
}

function readPrincipals(path: string, file: SectionFile, count: number): AdjacencyPrincipal[] {
  const arn = unpackTexts(file, 'arn');
  const name = unpackTexts(file, 'name');
  const kinds = unpackAll(file, 'kinds');
  const accountIds = unpackAll(file, 'account-ids');
  const kindOf = new Uint32Array(...viewOf(path, file, 'principal-kind', 4, count));
  const accountOf = new Uint32Array(...viewOf(path, file, 'principal-account', 4, count));
  const uniqueId = unpackTexts(file, 'unique-id');
  const worth = new Uint8Array(...viewOf(path, file, 'principal-worth', 1, count));
  const collected = new Uint8Array(...viewOf(path, file, 'principal-collected', 1, count));
  return Array.from({ length: count }, (_, index) => ({
    arn: arn(index),
    kind: kinds[kindOf[index] as number] ?? '',
    name: name(index),
    accountId: accountIds[accountOf[index] as number] ?? '',
    collected: collected[index] === 1,
    uniqueId: uniqueId(index),
    isAdmin: ((worth[index] as number) & 1) !== 0,
    highValue: ((worth[index] as number) & 2) !== 0,
  }));
}

function unpackAll(file: SectionFile, name: string): string[] {
  const read = unpackTexts(file, name);
  return Array.from({ length: file.section(`${name}-ends`).bytes.length / 4 }, (_, index) => read(index));
}

function readJsonTexts<T>(file: SectionFile, section: string, what: string, count: number): (index: number) => T {
  const read = unpackTexts(file, section);
  return readOnce(count, what, (index) => JSON.parse(read(index)) as T);
}

/** The arguments of a typed array of `length` elements of `width` bytes over the section's bytes. */
function viewOf(path: string, file: SectionFile, name: string, width: number, length: number): [ArrayBuffer, number, number] {
  const { bytes } = file.section(name);
  if (bytes.length !== length * width) {
    throw new AdjacencyError(
      'adjacency-content',
      path,
      `its section '${name}' has ${bytes.length / width} entries and should have ${length}`,
    );
  }
  return [bytes.buffer as ArrayBuffer, bytes.byteOffset, length];
}

/** Chain search indexes by these numbers without looking, so a number that points nowhere is found here. */
function checkNumbers(path: string, adjacency: Adjacency, reasons: number, shapes: number): void {
  const { principals, edgeCount, offsets, reverseOffsets, targets, reasonOf, reverseEdges, shapeOf } = adjacency;
  const whole =
    isRising(offsets, edgeCount) &&
    isRising(reverseOffsets, edgeCount) &&
    allBelow(targets, principals.length) &&
    allBelow(reasonOf, reasons) &&
    allBelow(shapeOf, shapes) &&
    allBelow(reverseEdges, edgeCount);
  if (!whole) throw new AdjacencyError('adjacency-content', path, 'its numbers point outside of it');
}

function isRising(offsets: Uint32Array, end: number): boolean {
  for (let index = 1; index < offsets.length; index++) {
    if ((offsets[index] as number) < (offsets[index - 1] as number)) return false;
  }
  return offsets[0] === 0 && offsets.at(-1) === end;
}

function allBelow(numbers: Uint32Array, bound: number): boolean {
  for (let index = 0; index < numbers.length; index++) {
    if ((numbers[index] as number) >= bound) return false;
  }
  return true;
}

/** The source of each edge, from where the edges of each principal begin. */
function spreadOffsets(offsets: Uint32Array, edges: number): Uint32Array {
  const sources = new Uint32Array(edges);
  for (let principal = 0; principal + 1 < offsets.length; principal++) sources.fill(principal, offsets[principal], offsets[principal + 1]);
  return sources;
}
