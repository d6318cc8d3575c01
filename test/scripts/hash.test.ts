/** `npm start` builds again exactly when something that goes into the build changed. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../scripts/lib/hash.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolepath-hash-'));
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'src', 'a.ts'), 'one');
  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'two');
  writeFileSync(join(folder, 'package.json'), '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sources = ['src', 'package.json', 'not-there.json'];
const changes: readonly { name: string; change: (at: string) => void; expected: 'same' | 'other' }[] = [
  { name: 'nothing', change: () => {}, expected: 'same' },
  { name: 'a file written again with the same text', change: (at) => writeFileSync(join(at, 'src', 'a.ts'), 'one'), expected: 'same' },
  { name: 'a file outside of the sources', change: (at) => writeFileSync(join(at, 'README.md'), 'new'), expected: 'same' },
  { name: "an editor's hidden file", change: (at) => writeFileSync(join(at, 'src', '.a.ts.swp'), 'x'), expected: 'same' },
  { name: 'a text', change: (at) => writeFileSync(join(at, 'src', 'deep', 'b.ts'), 'three'), expected: 'other' },
  { name: 'a new file', change: (at) => writeFileSync(join(at, 'src', 'c.ts'), ''), expected: 'other' },
  { name: 'a removed file', change: (at) => rmSync(join(at, 'src', 'a.ts')), expected: 'other' },
  { name: 'a renamed file', change: (at) => renameSync(join(at, 'src', 'a.ts'), join(at, 'src', 'z.ts')), expected: 'other' },
  { name: 'a setting that was not there', change: (at) => writeFileSync(join(at, 'not-there.json'), '{}'), expected: 'other' },
];

describe('the hash of the sources after', () => {
  it.each(changes)('$name is the $expected', ({ change, expected }) => {
    const before = hashOf(folder, sources);
    change(folder);
    expect(hashOf(folder, sources) === before ? 'same' : 'other').toBe(expected);
  });
});
