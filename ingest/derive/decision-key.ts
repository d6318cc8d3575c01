/**
 * A key for everything that a decision looks at: caller and role (or the account of a root user), with all policies over them. Equal keys mean equal inputs, whatever
 * organization or snapshot they come from. It covers all fields of both, so that none is forgotten when one is added.
 */
import { createHash } from 'node:crypto';
import type { AccountFacts, Caller, PolicyDocument, TargetRole } from '../../iam/index.ts';

export class DecisionKeys {
  /** By object: callers, roles and accounts, whose content is read once. */
  readonly #digests = new WeakMap<object, string>();

  /** 22 characters. */
  of(caller: Caller, target: TargetRole | AccountFacts): string {
    return digest(`${this.#digestOf(caller)} ${this.#digestOf(target)}`).slice(0, 22);
  }

  #digestOf(content: Caller | TargetRole | AccountFacts): string {
    let known = this.#digests.get(content);
    if (known === undefined) {
      known = digest(JSON.stringify(content, (field, value: unknown) => this.#shorten(content, field, value)));
      this.#digests.set(content, known);
    }
    return known;
  }

  /** What many callers share stands in their digests as its own. The id of a document is a digest of its text. */
  #shorten(whole: object, field: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null || value === whole) return value;
    if (field === 'document') return (value as PolicyDocument).id;
    return field === 'account' ? this.#digestOf(value as AccountFacts) : value;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
