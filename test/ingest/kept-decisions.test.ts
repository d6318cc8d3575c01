/** What was decided, as a file: back as it was, or not at all. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { deriveEdges } from '../../ingest/derive/derive-edges.ts';
import { readDecisions, writeDecisions } from '../../ingest/kept-decisions.ts';
import { randomDerivable } from '../support/derivable.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const { decisions } = deriveEdges(randomDerivable(1).organization);

async function written(): Promise<string> {
  const path = join(temporaryDirectory(), 'decisions.gz');
  await writeDecisions(path, decisions);
  return path;
}

it('comes back as it was written, for its owner only', async () => {
  const path = await written();
  const read = await readDecisions(path);
  expect(read?.answers).toEqual(decisions.answers);
  expect(read?.reasons).toEqual(decisions.reasons.map(({ id: _, requires: __, ...reason }: Record<string, unknown>) => reason));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

const spoil: readonly { name: string; how(bytes: Buffer): Buffer }[] = [
  { name: 'cut short', how: (bytes) => bytes.subarray(0, bytes.length - 20) },
  { name: 'with one byte changed', how: (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))) },
  { name: 'of no bytes', how: () => Buffer.alloc(0) },
  { name: 'of other code', how: edited((text) => text.replace(/"code":"./, '"code":"x')) },
  { name: 'of another format', how: edited((text) => text.replace('"format":1', '"format":0')) },
  { name: 'lacking a line', how: edited((text) => text.replace(/\n[^\n]+\n/, '\n')) },
  { name: 'with an answer that leads nowhere', how: edited((text) => text.replace(/,-1\]/, ',9e15]')) },
];

function edited(edit: (text: string) => string) {
  return (bytes: Buffer): Buffer => {
    const text = gunzipSync(bytes).toString();
    expect(edit(text)).not.toBe(text);
    return gzipSync(edit(text));
  };
}

it.each(spoil)('is not used if it is $name', async ({ how }) => {
  const path = await written();
  await writeFile(path, how(await readFile(path)));
  expect(await readDecisions(path)).toBeNull();
});

it('is not used if it is missing', async () => {
  expect(await readDecisions(join(temporaryDirectory(), 'decisions.gz'))).toBeNull();
});
