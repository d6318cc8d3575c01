/**
 * Policy documents make up most of a Collection. Each is read as soon as its file is and stands in the file's JSON from then on
 * as text, which takes a fifth of the memory; equal ones are one object.
 */
import { compactDocument } from '../iam/index.ts';
import { type PolicySide, parsePolicyDocument } from '../iam/parse-policy.ts';
import type { DocumentProblem, PolicyDocument } from '../iam/types.ts';

/** A policy document as it stood in a file, and what was made of it. In JSON it is the document again. */
export class ReadDocument {
  /** Compact JSON. */
  readonly text: string;
  /** Null if it says something that cannot be known; see `problems`. */
  readonly document: PolicyDocument | null;
  readonly problems: readonly DocumentProblem[];

  constructor(text: string, document: PolicyDocument | null, problems: readonly DocumentProblem[]) {
    this.text = text;
    this.document = document;
    this.problems = problems;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

export interface DocumentPool {
  /** @param raw the document as JSON value */
  read(raw: unknown, side: PolicySide): ReadDocument;
}

export function createDocumentPool(): DocumentPool {
  const pool = {
    identity: new Map<string, ReadDocument>(),
    trust: new Map<string, ReadDocument>(),
    guardrail: new Map<string, ReadDocument>(),
  };
  return {
    read(raw, side) {
      const text = JSON.stringify(raw);
      const known = pool[side].get(text);
      if (known) return known;
      const read = readDocument(raw, side, text);
      pool[side].set(text, read);
      return read;
    },
  };
}

function readDocument(raw: unknown, side: PolicySide, text: string): ReadDocument {
  const { document, problems } = parsePolicyDocument(raw, side, text);
  if (!document || problems.some(({ fatal }) => fatal)) return new ReadDocument(text, null, problems);
  // Trust policies and guardrails are about STS as a whole; identity policies seldom say a word about it.
  return new ReadDocument(text, side === 'identity' ? compactDocument(document, side, 'sts') : document, problems);
}
