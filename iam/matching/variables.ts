/**
 * Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}` and the escapes `${*}`, `${?}`, `${$}`.
 * Source: "IAM policy elements: Variables and tags". In documents of version 2008-10-17 `${…}` is literal text.
 */
import { memoizeByText } from '../memoize.ts';
import { globTokens, literalTokens } from './glob.ts';

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'escape'; readonly character: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null; readonly written: string };

export type Template = readonly TemplatePart[];

const variablePattern = /\$\{([*?$])\}|\$\{\s*([^\s,{}]+(?:\s+[^\s,{}]+)*)\s*(?:,\s*'([^']*)'\s*)?\}/g;

/** Takes a text of a version 2012-10-17 document apart. What is no well-formed variable stays text. */
export function parseTemplate(text: string): Template {
  if (!text.includes('${')) return [{ kind: 'text', text }];
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(variablePattern)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [written, character, key, fallback] = match;
    parts.push(
      character !== undefined ? { kind: 'escape', character } : { kind: 'variable', key: key ?? '', fallback: fallback ?? null, written },
    );
    end = match.index + written.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Text of a version 2008-10-17 document in today's notation, so that conditions can be shown and read in one notation. */
export const escapeOldText = (text: string): string => text.replaceAll('${', '${$}{');

/** A value put into a pattern as itself: its stars are no wildcards. */
export const escapeLiteral = (text: string): string => text.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);

export const hasVariables = (template: Template): boolean => template.some((part) => part.kind === 'variable');

/** What a variable stands for: its text, nothing (no value and no default), or not known before the call. */
export type VariableValue = { readonly text: string } | 'no-value' | 'unknown';

export type Expansion =
  | { readonly kind: 'known'; readonly text: string }
  /** A variable without value: the comparison with this pattern cannot succeed. */
  | { readonly kind: 'no-value' }
  /** Some variable is only known at the call; `text` keeps it, with what is known filled in. */
  | { readonly kind: 'unknown'; readonly text: string; readonly keys: readonly string[] };

/** Fills in variables; the result is text in template notation (escapes kept, so wildcards and literal stars stay apart). */
export function expandTemplate(template: Template, valueFor: (key: string) => VariableValue): Expansion {
  let text = '';
  const unknown: string[] = [];
  for (const part of template) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'escape') text += `\${${part.character}}`;
    else {
      const value = valueFor(part.key);
      if (value === 'unknown') {
        unknown.push(part.key);
        text += part.written;
      } else if (value !== 'no-value') text += escapeLiteral(value.text);
      else if (part.fallback !== null) text += escapeLiteral(part.fallback);
      else return { kind: 'no-value' };
    }
  }
  return unknown.length > 0 ? { kind: 'unknown', text, keys: unknown } : { kind: 'known', text };
}

/**
 * Tokens of a text without variables; the same list for the same text, so that what is compiled from it is kept.
 * @param wildcards whether `*` and `?` outside escapes are wildcards
 */
export function tokensOf(text: string, wildcards: boolean): readonly number[] {
  return wildcards ? wildTokens(text) : plainTokens(text);
}

const wildTokens = memoizeByText((text) => readTokens(text, globTokens));
const plainTokens = memoizeByText((text) => readTokens(text, literalTokens));

const readTokens = (text: string, read: (text: string) => number[]): readonly number[] =>
  parseTemplate(text).flatMap((part) =>
    part.kind === 'text' ? read(part.text) : literalTokens(part.kind === 'escape' ? part.character : part.written),
  );

/** The text that escapes stand for. */
export function plainText(text: string): string {
  return parseTemplate(text)
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'escape' ? part.character : part.written))
    .join('');
}
