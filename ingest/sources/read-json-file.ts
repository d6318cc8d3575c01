/** Reads one file as JSON; what goes wrong becomes a finding that names the file and the place in it. */
import { readFile } from 'node:fs/promises';
import type { Finding } from '../../graph/finding.ts';
import { type DecodedText, decodeText } from './decode-text.ts';
import { replaceHalfCharacters } from './half-characters.ts';
import { findJsonError } from './json-error.ts';
import { limitDepth } from './limit-depth.ts';

export interface JsonFile {
  /** Undefined if there is nothing to use; the findings say why. */
  readonly json: unknown;
  readonly findings: readonly Finding[];
  /** True if the text does not even begin like a JSON object or list. */
  readonly isOtherText: boolean;
}

/**
 * @param path where the file is
 * @param file what findings call it
 */
export async function readJsonFile(path: string, file: string): Promise<JsonFile> {
  const findings: Finding[] = [];
  const report = (severity: Finding['severity'], code: string, reason: string, remedy: string): void =>
    void findings.push({ severity, code, file, path: null, reason, remedy });

  let decoded: DecodedText;
  try {
    decoded = decodeText(await readFile(path));
  } catch (error) {
    report('skipped', 'unreadable-file', reasonOf(error), 'Check that the path is a readable file, then ingest again.');
    return { json: undefined, findings, isOtherText: false };
  }
  const { text, replaced } = decoded;
  if (replaced)
    report(
      'notice',
      'not-utf8',
      'some bytes are not UTF-8 and were replaced',
      'Save the file as UTF-8: names with such bytes are not what AWS has.',
    );

  const whole = replaceHalfCharacters(text);
  if (whole.replaced > 0)
    report(
      'notice',
      'half-character',
      `${whole.replaced} escapes of half a character (a lone surrogate) were replaced`,
      'Names with such escapes are not what AWS has: fetch the file again.',
    );

  let json: unknown;
  try {
    json = JSON.parse(whole.json);
  } catch {
    const error = findJsonError(text);
    const place = error ? `line ${error.line}, column ${error.column}: ${error.problem}` : 'not JSON';
    if (error?.truncated)
      report(
        'skipped',
        'truncated-file',
        place,
        'The file is incomplete: fetch it again, and check the disk and the command that wrote it.',
      );
    else report('skipped', 'broken-json', place, 'Mend the file at this place, or fetch it again.');
    return { json: undefined, findings, isOtherText: !/^\s*[[{]/.test(text) };
  }
  const cut = limitDepth(json);
  if (cut > 0)
    report(
      'skipped',
      'too-deep',
      `${cut} values nested deeper than 100 levels were left out`,
      'AWS prints no such data: check what wrote the file.',
    );
  return { json, findings, isOtherText: false };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = reasons.get(code);
  return known ?? (error instanceof Error ? error.message : String(error));
}

const reasons = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'a directory stands where a file is expected'],
  ['ENOENT', 'the file does not exist, or is a link that leads nowhere'],
  ['ELOOP', 'the link leads to itself'],
  ['ERR_STRING_TOO_LONG', 'the file is larger than 512 MB'],
  ['ERR_FS_FILE_TOO_LARGE', 'the file is larger than 2 GB'],
  ['ERR_BUFFER_TOO_LARGE', 'the unpacked file is larger than 512 MB'],
  ['Z_DATA_ERROR', 'the gzip data is damaged'],
  ['Z_BUF_ERROR', 'the gzip data is cut off'],
]);
