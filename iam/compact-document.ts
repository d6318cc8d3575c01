/**
 * Documents for an organization that does not fit in memory as statements: a document keeps its text, and of its statements
 * those that can concern the one service that is asked about. The others are read from the text again if somebody wants them.
 */
import { concernsService } from './matching/action.ts';
import { type PolicySide, readStatements } from './parse-policy.ts';
import type { PolicyDocument, PolicyVersion, Statement } from './types.ts';

/** @param service in lower case, e.g. `sts` */
export const compactDocument = (document: PolicyDocument, side: PolicySide, service: string): PolicyDocument =>
  new CompactDocument(document, side, service);

class CompactDocument implements PolicyDocument {
  readonly id: string;
  readonly version: PolicyVersion;
  readonly atHand: { readonly service: string; readonly statements: readonly Statement[] };
  readonly text: string;
  readonly #side: PolicySide;

  constructor({ id, version, statements, text }: PolicyDocument, side: PolicySide, service: string) {
    this.id = id;
    this.version = version;
    this.atHand = { service, statements: statements.filter((statement) => concernsService(statement, service)) };
    this.text = text;
    this.#side = side;
  }

  get statements(): readonly Statement[] {
    return readStatements(this.text, this.#side);
  }
}
