/** The size and hash of a file, to tell a damaged database from a whole one before native code opens it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface FileChecksum {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Reads the whole file once. Rejects as the file system does. */
export async function checksumFile(path: string): Promise<FileChecksum> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
