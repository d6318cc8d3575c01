/** The policy document at a place, or why there is none. A document that says something that cannot be known counts as missing, so that what depends on it is unknown. */
import type { PolicySide } from '../../iam/parse-policy.ts';
import type { DocumentProblem, PolicyDocument } from '../../iam/types.ts';
import { createDocumentPool, ReadDocument } from '../read-document.ts';
import { decodeDocument } from './decode-document.ts';
import { nameOf } from './fields.ts';
import type { Findings, Place } from './findings.ts';

export interface DocumentReader {
  /** The document at a place, or null, with a finding, if it is not there or not to be understood. Equal documents are one object. */
  read(raw: unknown, side: PolicySide, place: Place): PolicyDocument | null;
}

export function createDocumentReader(findings: Findings): DocumentReader {
  const pool = createDocumentPool();
  const encoded = new Map<string, ReadDocument>();
  const byId = new Map<string, PolicyDocument>();

  const readText = (text: string, side: PolicySide): ReadDocument => {
    const key = `${side} ${text}`;
    const read = encoded.get(key) ?? decode(text, side);
    encoded.set(key, read);
    return read;
  };

  const decode = (text: string, side: PolicySide): ReadDocument => {
    const decoded = decodeDocument(text);
    if ('value' in decoded) return pool.read(decoded.value, side);
    return new ReadDocument(text, null, [{ path: '$', reason: decoded.problem, fatal: true }]);
  };

  const shared = (document: PolicyDocument, side: PolicySide): PolicyDocument => {
    const key = `${side} ${document.id}`;
    const first = byId.get(key) ?? document;
    byId.set(key, first);
    return first;
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
      const { text, document, problems } =
        raw instanceof ReadDocument ? raw : typeof raw === 'string' ? readText(raw, side) : pool.read(raw, side);
      for (const [index, problem] of problems.entries())
        findings.tally(`document ${side} ${index} ${text}`, describeProblem(problem, place));
      return document && shared(document, side);
    },
  };
}

const describeProblem = ({ path, reason, fatal }: DocumentProblem, place: Place) => ({
  severity: fatal ? ('unknown' as const) : ('notice' as const),
  code: fatal ? 'broken-document' : 'odd-document',
  place,
  below: path.slice(1),
  reason,
  remedy: fatal ? unknownRemedy : oddRemedy,
});

const unknownRemedy = 'Until it is read, what the policy allows and denies counts as unknown: mend the document or fetch it again.';
const oddRemedy = 'AWS ignores or refuses this; look at what its author meant.';
