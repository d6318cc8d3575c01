/**
 * The container of the adjacency file: a preamble, a header in JSON, and sections that begin at multiples of 8 bytes so
 * that typed arrays can look straight into the file's bytes.
 *
 *   bytes 0–7    magic, ASCII `ROLEPATH`
 *   bytes 8–11   format version
 *   bytes 12–15  0x01020304 in the byte order of the machine that wrote the file; all numbers are in that order
 *   bytes 16–19  length of the header in bytes
 *   bytes 20–23  reserved, 0
 *   bytes 24–55  SHA-256 of the header
 *   bytes 56–…   header: {snapshotId, schemaHash, counts…, sections: [{name, encoding, offset, length, sha256}…]}
 *
 * Header and sections are filled up with spaces; `offset` counts from the end of the header, `sha256` covers the filling.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AdjacencyError } from './adjacency-error.ts';
import { writeDurably } from './durable-file.ts';

const magic = 'ROLEPATH';
const formatVersion = 2;
const byteOrderMark = 0x01020304;
const preambleLength = 56;

/** How a section's bytes are read; the text encodings are those of Buffer. */
export type SectionEncoding = 'latin1' | 'utf16le' | 'u8' | 'u16' | 'u32';

export interface Section {
  readonly name: string;
  readonly encoding: SectionEncoding;
  readonly bytes: Uint8Array;
}

interface SectionEntry {
  readonly name: string;
  readonly encoding: SectionEncoding;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

/** What the file says of itself, beside its sections. */
export type SectionFileHeader = Readonly<Record<string, string | number>>;

export interface SectionFile {
  readonly header: SectionFileHeader;
  /** The section of that name, or an AdjacencyError `adjacency-content`. */
  section(name: string): Section;
}

export async function writeSectionFile(path: string, header: SectionFileHeader, sections: readonly Section[]): Promise<void> {
  // Offsets count from the end of the header, so that the header's length does not depend on them.
  const entries = layOut(sections);
  const headerBytes = padded(Buffer.from(JSON.stringify({ ...header, sections: entries })));
  const preamble = Buffer.alloc(preambleLength);
  preamble.write(magic, 'latin1');
  preamble.set(new Uint8Array(Uint32Array.of(formatVersion, byteOrderMark, headerBytes.length, 0).buffer), 8);
  preamble.set(sha256(headerBytes), 24);
  await writeDurably(path, [preamble, headerBytes, ...sections.map((section) => padded(section.bytes))]);
}

/** Reads the whole file and checks it whole: rejects with an AdjacencyError for any byte that is not as it was written. */
export async function readSectionFile(path: string): Promise<SectionFile> {
  const bytes = await readAligned(path);
  const headerLength = checkPreamble(path, bytes);
  const start = preambleLength + headerLength;
  if (start > bytes.length) throw new AdjacencyError('adjacency-truncated', path, 'it ends within its header');
  const headerBytes = bytes.subarray(preambleLength, start);
  if (!sha256(headerBytes).equals(bytes.subarray(24, preambleLength))) {
    throw new AdjacencyError('adjacency-checksum', path, 'its header is damaged');
  }

  const { sections: entries, ...header } = JSON.parse(text(headerBytes)) as SectionFileHeader & { sections: readonly SectionEntry[] };
  const end = entries.reduce((furthest, entry) => Math.max(furthest, start + entry.offset + padLength(entry.length)), start);
  if (end > bytes.length) throw new AdjacencyError('adjacency-truncated', path, `it has ${bytes.length} bytes and should have ${end}`);
  if (end < bytes.length) throw new AdjacencyError('adjacency-content', path, `it has ${bytes.length} bytes and should have ${end}`);
  const sections = new Map<string, Section>();
  for (const entry of entries) {
    const part = bytes.subarray(start + entry.offset, start + entry.offset + padLength(entry.length));
    if (sha256(part).toString('hex') !== entry.sha256) {
      throw new AdjacencyError('adjacency-checksum', path, `its section '${entry.name}' is damaged`);
    }
    sections.set(entry.name, { name: entry.name, encoding: entry.encoding, bytes: part.subarray(0, entry.length) });
  }
  return {
    header,
    section: (name) => {
      const section = sections.get(name);
      if (section === undefined) throw new AdjacencyError('adjacency-content', path, `it has no section '${name}'`);
      return section;
    },
  };
}

/** Answers with the header's length. */
function checkPreamble(path: string, bytes: Uint8Array): number {
  if (text(bytes.subarray(0, 8)) !== magic.slice(0, bytes.length)) {
    throw new AdjacencyError('adjacency-magic', path, 'it is not an adjacency file');
  }
  if (bytes.length < preambleLength) throw new AdjacencyError('adjacency-truncated', path, `it has only ${bytes.length} bytes`);
  const [version, byteOrder, headerLength, reserved] = new Uint32Array(bytes.buffer, 8, 4);
  if (byteOrder !== byteOrderMark) {
    throw new AdjacencyError('adjacency-byte-order', path, 'it was written on a machine with another byte order');
  }
  if (version !== formatVersion) {
    throw new AdjacencyError('adjacency-version', path, `it has format ${version}; this Rolepath reads ${formatVersion}`);
  }
  if (reserved !== 0) throw new AdjacencyError('adjacency-content', path, 'its preamble is damaged');
  return headerLength ?? 0;
}

/** The file in a buffer of its own, which begins where typed arrays may begin. */
async function readAligned(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(new ArrayBuffer(size));
      let filled = 0;
      while (filled < size) {
        // One read takes at most 2 GiB.
        const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, 1 << 30), filled);
        if (bytesRead === 0) return bytes.subarray(0, filled);
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AdjacencyError('adjacency-unreadable', path, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function layOut(sections: readonly Section[]): SectionEntry[] {
  let offset = 0;
  return sections.map(({ name, encoding, bytes }) => {
    const entry = { name, encoding, offset, length: bytes.length, sha256: sha256(padded(bytes)).toString('hex') };
    offset += padLength(bytes.length);
    return entry;
  });
}

const padLength = (length: number): number => Math.ceil(length / 8) * 8;

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 8 === 0) return bytes;
  // Spaces, so that the header stays JSON.
  const result = new Uint8Array(padLength(bytes.length)).fill(0x20);
  result.set(bytes);
  return result;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
