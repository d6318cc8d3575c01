/**
 * Reads policy documents, each distinct one once. Equal documents become one shared object; a document that says something
 * that cannot be known becomes null, so that what depends on it is unknown.
 */
import { type PolicySide, parsePolicyDocument } from '../../iam/parse-policy.ts';
import type { DocumentProblem, PolicyDocument } from '../../iam/types.ts';
import { decodeDocument } from './decode-document.ts';
import { nameOf } from './fields.ts';
import type { Findings, Place } from './findings.ts';

export interface DocumentReader {
  /** The document at a place, or null, with a finding, if it is not there or not to be understood. */
  read(raw: unknown, side: PolicySide, place: Place): PolicyDocument | null;
}

interface ReadOnce {
  readonly key: string;
  readonly document: PolicyDocument | null;
  readonly problems: readonly DocumentProblem[];
}

export function createDocumentReader(findings: Findings): DocumentReader {
  const byText = new Map<string, ReadOnce>();
  const byId = new Map<string, PolicyDocument>();

  const readOnce = (raw: unknown, side: PolicySide): ReadOnce => {
    const text = `${side} ${typeof raw === 'string' ? raw : JSON.stringify(raw)}`;
    const known = byText.get(text);
    if (known) return known;
    const read = { key: `document ${byText.size}`, ...parse(raw, side) };
    byText.set(text, read);
    return read;
  };

  const parse = (raw: unknown, side: PolicySide): Omit<ReadOnce, 'key'> => {
    const decoded = typeof raw === 'string' ? decodeDocument(raw) : { value: raw };
    if ('problem' in decoded) return { document: null, problems: [{ path: '$', reason: decoded.problem, fatal: true }] };
    const { document, problems } = parsePolicyDocument(decoded.value, side);
    if (!document || problems.some((problem) => problem.fatal)) return { document: null, problems };
    const id = `${side} ${document.id}`;
    const shared = byId.get(id) ?? document;
    byId.set(id, shared);
    return { document: shared, problems };
  };

  return {
    read(raw, side, place) {
      if (raw === undefined || raw === null) {
        findings.report({
          severity: 'unknown',
          code: 'missing-document',
          place,
          reason: `the policy document is missing (${nameOf(raw)})`,
          remedy: unknownRemedy,
        });
        return null;
      }
      const { key, document, problems } = readOnce(raw, side);
      for (const [index, { path, reason, fatal }] of problems.entries()) {
        const severity = fatal ? 'unknown' : 'notice';
        findings.tally(`${key} ${index}`, {
          severity,
          code: fatal ? 'broken-document' : 'odd-document',
          place,
          below: path.slice(1),
          reason,
          remedy: fatal ? unknownRemedy : oddRemedy,
        });
      }
      return document;
    },
  };
}

const unknownRemedy = 'Until it is read, what the policy allows and denies counts as unknown: mend the document or fetch it again.';
const oddRemedy = 'AWS ignores or refuses this; look at what its author meant.';
