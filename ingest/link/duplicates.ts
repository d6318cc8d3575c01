/**
 * Tells repeated entries from contradicting ones. Pages may overlap and files may be given twice; that is harmless as long as
 * they say the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { ReadDocument } from '../read-document.ts';
import { decodeDocument } from './decode-document.ts';
import type { Entry } from './fields.ts';
import type { Findings } from './findings.ts';

/** Counters and dates of use: they change from one minute to the next and decide nothing. */
const volatileFields = new Set(['RoleLastUsed', 'AttachmentCount', 'PermissionsBoundaryUsageCount']);
const documentFields = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document']);

/** True if the two say the same, whatever the order of keys and items and the encoding of documents. */
export function sameEntry(a: Entry, b: Entry): boolean {
  return isDeepStrictEqual(a.value, b.value) || canonical(a.value) === canonical(b.value);
}

/** True if the ARN is new. Otherwise the first entry stays, and a finding says so if the second one differs. */
export function isFirst(seen: Map<string, Entry>, arn: string, entry: Entry, findings: Findings): boolean {
  const first = seen.get(arn);
  if (!first) {
    seen.set(arn, entry);
    return true;
  }
  if (!sameEntry(first, entry)) {
    findings.report({
      severity: 'skipped',
      code: 'duplicate-entry',
      place: entry.place,
      reason: `${arn} was described before, differently (${first.place.file}); the first description is kept, since nothing says which is newer`,
      remedy: 'Keep one of the two, or fetch the account again.',
    });
  }
  return false;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([key]) => !volatileFields.has(key));
  return `{${fields
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(documentFields.has(key) ? decoded(field) : field)}`)
    .sort()
    .join(',')}}`;
}

function decoded(document: unknown): unknown {
  if (document instanceof ReadDocument) return document.toJSON();
  if (typeof document !== 'string') return document;
  const result = decodeDocument(document);
  return 'value' in result ? result.value : document;
}
