/**
 * What an ingest decided, as a file beside its snapshot, so that the next ingest need not decide it again. It may be missing, damaged or
 * of another Rolepath: then everything is decided anew, which costs time and nothing else.
 *
 * Lines of JSON, gzipped (which notices damage): a head, the reasons, then the decisions as `[[key, answer], …]`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { writeDurably } from '../graph/durable-file.ts';
import { answersPerReason, type KeptDecisions } from './derive/decisions.ts';

const format = 1;
/** Answers in one line: far from the longest text that JavaScript can hold. */
const perLine = 10_000;

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/** Writes nothing where the code that decided cannot be told from other code. */
export async function writeDecisions(path: string, { reasons, answers }: KeptDecisions): Promise<void> {
  const code = codeDigest();
  if (code === null) return;
  const lines = [JSON.stringify({ format, code, reasons: reasons.length, decisions: answers.size })];
  for (const { alternatives, tagSession, setSourceIdentity, truncated, statements } of reasons)
    lines.push(JSON.stringify({ alternatives, tagSession, setSourceIdentity, truncated, statements }));
  const pairs = [...answers];
  for (let start = 0; start < pairs.length; start += perLine) lines.push(JSON.stringify(pairs.slice(start, start + perLine)));
  await writeDurably(path, [await zip(Buffer.concat(lines.map((line) => Buffer.from(`${line}\n`))), { level: 1 })]);
}

/** Null if there are none, or none that this Rolepath may use. */
export async function readDecisions(path: string): Promise<KeptDecisions | null> {
  const code = codeDigest();
  if (code === null) return null;
  try {
    const lines = linesOf(await unzip(await readFile(path)));
    const head = lines.next().value as { format: number; code: string; reasons: number; decisions: number };
    if (head.format !== format || head.code !== code) return null;
    const reasons: KeptDecisions['reasons'][number][] = [];
    const answers = new Map<string, number>();
    for (const line of lines) {
      if (reasons.length < head.reasons) {
        reasons.push(line as (typeof reasons)[number]);
        continue;
      }
      for (const [key, answer] of line as [string, number][]) answers.set(key, answer);
    }
    const isWhole = reasons.length === head.reasons && answers.size === head.decisions;
    return isWhole && [...answers.values()].every((answer) => answer < reasons.length * answersPerReason) ? { reasons, answers } : null;
  } catch {
    return null;
  }
}

function* linesOf(bytes: Buffer): Generator<unknown, void> {
  for (let start = 0, end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start))
    yield JSON.parse(bytes.toString('utf8', start, end));
}

/** All code that has a say in decisions, and more to be on the safe side. */
const folders = ['iam', 'graph', 'ingest'];
let digested: string | null | undefined;

/** Digest of the code that decides and of what it runs on; null if it does not lie where it should (in a bundle). */
function codeDigest(): string | null {
  digested ??= digestCode(join(dirname(fileURLToPath(import.meta.url)), '..'));
  return digested;
}

function digestCode(root: string): string | null {
  if (!folders.every((folder) => existsSync(join(root, folder)))) return null;
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name));
    for (const name of names.sort()) hash.update(`\0${folder}/${name}\0`).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex');
}
