/** The adjacency file: what is written is read back exactly, and whatever is not that file is refused by name. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import type { Adjacency } from '../../graph/adjacency.ts';
import { AdjacencyError, buildAdjacency, readAdjacency, writeAdjacency } from '../../graph/adjacency-file.ts';
import { edgeColumns, emptyGraph, hostileGraph, principal, smallGraph } from '../support/sample-graph.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const snapshotId = '20261122T043000Z-ab12cd';

async function write(graph: AccessGraph): Promise<string> {
  const path = join(temporaryDirectory(), 'adjacency.bin');
  await writeAdjacency(path, buildAdjacency(snapshotId, graph));
  return path;
}

/** Everything in it, reasons and shapes included, as plain values. */
function contents({ reason, shape, shapeOf, ...adjacency }: Adjacency): object {
  const reasons = Array.from(adjacency.reasonOf, (index) => reason(index));
  return { ...adjacency, reasons, shapes: Array.from(adjacency.reasonOf, (index) => shape(shapeOf[index] ?? -1)) };
}

async function failure(act: Promise<unknown>): Promise<AdjacencyError> {
  const error = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AdjacencyError);
  return error as AdjacencyError;
}

describe('building', () => {
  const { offsets, targets, sources, reverseOffsets, reverseEdges, reason, principals } = buildAdjacency(snapshotId, smallGraph);

  test('edges forward and backward', () => {
    expect([...offsets]).toEqual([0, 1, 2, 2, 2, 4]);
    expect([...targets]).toEqual([1, 2, 1, 2]);
    expect([...sources]).toEqual([0, 1, 4, 4]);
    expect([...reverseOffsets]).toEqual([0, 0, 2, 4, 4, 4]);
    expect([...reverseEdges]).toEqual([0, 2, 1, 3]);
  });

  test('principals and reasons as they are in the graph', () => {
    const { arn, kind, name, accountId, collected, uniqueId, isAdmin, highValue } = principals[4] ?? principal('none');
    expect({ arn, kind, name, accountId, collected, uniqueId, isAdmin, highValue }).toEqual(principals[4]);
    expect(reason(1)).toEqual({
      id: 'asks',
      requires: ['mfa', 'external-id'],
      truncated: true,
      alternatives: JSON.parse(smallGraph.nodes.Reason[1]?.alternatives ?? ''),
      tagSession: [],
      setSourceIdentity: [],
    });
    expect(() => reason(2)).toThrow(RangeError);
  });

  const refused = [
    {
      name: 'sources out of order',
      edges: [
        { from: 1, to: 2, reason: 0 },
        { from: 0, to: 1, reason: 0 },
      ],
    },
    {
      name: 'targets out of order',
      edges: [
        { from: 0, to: 2, reason: 0 },
        { from: 0, to: 1, reason: 0 },
      ],
    },
    { name: 'a source that is not there', edges: [{ from: 9, to: 1, reason: 0 }] },
    { name: 'a target that is not there', edges: [{ from: 0, to: 9, reason: 0 }] },
    { name: 'a reason that is not there', edges: [{ from: 0, to: 1, reason: 9 }] },
  ];
  test.each(refused)('refuses $name', ({ edges }) => {
    expect(() => buildAdjacency(snapshotId, { ...smallGraph, canAssume: edgeColumns(edges) })).toThrow(RangeError);
  });
});

describe('round trip', () => {
  const surrogates = { ...emptyGraph, nodes: { ...emptyGraph.nodes, Principal: [principal('\ud800'), principal('x\udc00/y')] } };
  const graphs = [
    { name: 'small', graph: smallGraph },
    { name: 'empty', graph: emptyGraph },
    { name: 'hostile texts', graph: hostileGraph() },
    { name: 'lone surrogates', graph: surrogates },
    {
      name: 'one-byte texts only',
      graph: { ...emptyGraph, nodes: { ...emptyGraph.nodes, Principal: [principal('é'), principal(''), principal('\0\xff')] } },
    },
  ];
  test.each(graphs)('$name', async ({ graph }) => {
    const path = await write(graph);
    expect(contents(await readAdjacency(path, { snapshotId }))).toEqual(contents(buildAdjacency(snapshotId, graph)));
  });

  test('the same graph gives the same bytes, for its owner only', async () => {
    const [one, other] = [await write(smallGraph), await write(smallGraph)];
    expect(readFileSync(one)).toEqual(readFileSync(other));
    expect(statSync(one).mode & 0o777).toBe(0o600);
  });
});

describe('files that are refused', () => {
  const at =
    (offset: number, ...bytes: number[]) =>
    (file: Buffer) => {
      file.set(bytes, offset);
      return file;
    };
  const damages: readonly { name: string; code: string; damage: (file: Buffer) => Uint8Array }[] = [
    { name: 'an empty file', code: 'adjacency-truncated', damage: () => Buffer.alloc(0) },
    { name: 'cut within the magic', code: 'adjacency-truncated', damage: (file) => file.subarray(0, 5) },
    { name: 'cut within the preamble', code: 'adjacency-truncated', damage: (file) => file.subarray(0, 40) },
    { name: 'cut within the header', code: 'adjacency-truncated', damage: (file) => file.subarray(0, 100) },
    { name: 'cut by one byte', code: 'adjacency-truncated', damage: (file) => file.subarray(0, -1) },
    { name: 'bytes after the end', code: 'adjacency-content', damage: (file) => Buffer.concat([file, Buffer.from('x')]) },
    { name: 'another kind of file', code: 'adjacency-magic', damage: () => Buffer.from('{"not": "an adjacency file"}'.repeat(9)) },
    { name: 'a later format', code: 'adjacency-version', damage: at(8, 99) },
    {
      name: 'the other byte order',
      code: 'adjacency-byte-order',
      damage: (file) => Buffer.concat([file.subarray(0, 8), Buffer.from(file.subarray(8, 20)).swap32(), file.subarray(20)]),
    },
    { name: 'a damaged header', code: 'adjacency-checksum', damage: at(60, 0) },
    { name: 'a damaged last section', code: 'adjacency-checksum', damage: (file) => at(file.length - 8, 7)(file) },
  ];
  test.each(damages)('$name', async ({ code, damage }) => {
    const path = await write(smallGraph);
    writeFileSync(path, damage(readFileSync(path)));
    expect((await failure(readAdjacency(path))).code).toBe(code);
  });

  test('any one byte changed, every third in turn', async () => {
    const path = await write(smallGraph);
    const file = readFileSync(path);
    for (let offset = 0; offset < file.length; offset += 3) {
      const changed = Buffer.from(file);
      changed[offset] = (changed[offset] ?? 0) ^ 0x01;
      writeFileSync(path, changed);
      await failure(readAdjacency(path));
    }
  });

  test("another snapshot's file", async () => {
    const path = await write(smallGraph);
    expect((await failure(readAdjacency(path, { snapshotId: '20261122T043000Z-000000' }))).code).toBe('adjacency-snapshot');
  });

  test('no file', async () => {
    expect((await failure(readAdjacency(join(temporaryDirectory(), 'adjacency.bin')))).code).toBe('adjacency-unreadable');
  });
});
