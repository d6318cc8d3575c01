/** What people type to name principals: words, and prefixes that narrow by kind (`role:admin`) or account (`account:prod`). */
import type { PrincipalKind } from '../iam/types.ts';

const kinds = {
  user: true,
  role: true,
  group: true,
  root: true,
  service: true,
  'saml-provider': true,
  'oidc-provider': true,
  'federated-subject': true,
  'identity-center-user': true,
  'identity-center-group': true,
  'external-account': true,
  anyone: true,
  'deleted-principal': true,
} as const satisfies Record<PrincipalKind, true>;

/** All in lower case; a principal fits if it is of one of the kinds and holds all of the words. */
export interface SearchTerms {
  readonly words: readonly string[];
  /** Empty: any kind. */
  readonly kinds: readonly string[];
  /** Words that the id, name or alias of its account holds. */
  readonly accounts: readonly string[];
}

/** Words are parted by white space. */
export function readSearchTerms(text: string): SearchTerms {
  const terms = { words: [] as string[], kinds: [] as string[], accounts: [] as string[] };
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const { kind, rest } = splitKind(word);
    if (kind !== null) terms.kinds.push(kind);
    if (kind === null && /^account:/i.test(word)) terms.accounts.push(word.slice('account:'.length).toLowerCase());
    else if (rest !== '') terms.words.push(rest.toLowerCase());
  }
  return terms;
}

/** `role:admin` is kind `role` and text `admin`; a text whose prefix is no kind stays whole. */
export function splitKind(text: string): { readonly kind: string | null; readonly rest: string } {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0)).toLowerCase();
  return Object.hasOwn(kinds, kind) ? { kind, rest: text.slice(colon + 1) } : { kind: null, rest: text };
}
