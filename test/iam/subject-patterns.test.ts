/** Which federated subjects the conditions of a provider single out. */
import { describe, expect, it } from 'vitest';
import { subjectFilter, subjectPatterns } from '../../iam/assume-role/federated-keys.ts';
import type { Condition } from '../../iam/index.ts';

const provider = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';

const on = (key: string, operator: string, values: string[], more: Partial<Condition> = {}): Condition => ({
  key: `token.actions.githubusercontent.com:${key}`,
  operator,
  qualifier: null,
  ifExists: false,
  values,
  negated: false,
  source: 'identity-provider',
  ...more,
});

describe('subject patterns', () => {
  const cases: [name: string, conditions: Condition[], expected: string[]][] = [
    ['of a text', [on('sub', 'StringEquals', ['repo:a/b'])], ['repo:a/b']],
    ['of a pattern', [on('sub', 'StringLike', ['repo:a/*'])], ['repo:a/*']],
    ['of several values, sorted', [on('sub', 'StringLike', ['repo:b/*', 'repo:a/*'])], ['repo:a/*', 'repo:b/*']],
    ['of a text with a star, which is no wildcard', [on('sub', 'StringEquals', ['repo:a/*'])], ['repo:a/${*}']],
    ['of a text with an escape, which stays one', [on('sub', 'StringEquals', ['repo:a/${*}'])], ['repo:a/${*}']],
    ['of a key in other letters', [on('SUB', 'StringEquals', ['repo:a/b'])], ['repo:a/b']],
    ['of another claim: none', [on('aud', 'StringEquals', ['sts.amazonaws.com'])], []],
    ['of a negated operator: none', [on('sub', 'StringNotLike', ['repo:a/*'])], []],
    ['of a negated condition: none', [on('sub', 'StringLike', ['repo:a/*'], { negated: true })], []],
    ['of IfExists, since every token has a subject', [on('sub', 'StringLike', ['repo:a/*'], { ifExists: true })], ['repo:a/*']],
    ['of a Deny of all that do not fit', [on('sub', 'StringNotLike', ['repo:a/*'], { negated: true })], ['repo:a/*']],
    ['of a Deny of all that are not equal', [on('sub', 'StringNotEquals', ['repo:a/b*'], { negated: true })], ['repo:a/b${*}']],
    ['of another issuer: none', [on('sub', 'StringLike', ['1'], { key: 'accounts.google.com:sub' })], []],
  ];

  it.each(cases)('%s', (_name, conditions, expected) => {
    expect(subjectPatterns(provider, [conditions])).toEqual(expected);
  });

  it('of all alternatives, each once', () => {
    const [a, b] = [on('sub', 'StringLike', ['repo:a/*']), on('sub', 'StringLike', ['repo:b/*'])];
    expect(subjectPatterns(provider, [[a], [b, on('aud', 'StringEquals', ['x'])], [a, b]])).toEqual(['repo:a/*', 'repo:b/*']);
  });
});

describe('the filter of subjects', () => {
  const bound = [on('sub', 'StringLike', ['repo:acme/*'])];
  const cases: [name: string, alternatives: Condition[][], pattern: string, expected: boolean][] = [
    ['keeps what fits', [bound], 'repo:acme/app:*', true],
    ['keeps what is wider', [bound], 'repo:*', true],
    ['drops what begins differently', [bound], 'repo:other/*', false],
    ['drops everything where nothing is granted', [], 'repo:acme/*', false],
    ['keeps what another alternative fits', [bound, [on('sub', 'StringEquals', ['repo:other/x'])]], 'repo:other/*', true],
    ['keeps everything where one alternative asks for no subject', [bound, []], 'repo:other/*', true],
    ['keeps everything where only the audience is asked for', [[on('aud', 'StringEquals', ['x'])]], 'repo:other/*', true],
    ['does not look at negated operators', [[on('sub', 'StringNotLike', ['repo:acme/*'])]], 'repo:acme/*', true],
    ['does not look at negated conditions', [[{ ...on('sub', 'StringLike', ['repo:acme/*']), negated: true }]], 'repo:other/*', true],
    ['looks at IfExists as well', [[on('sub', 'StringLike', ['repo:acme/*'], { ifExists: true })]], 'repo:other/*', false],
    ['looks at a Deny of all that do not fit', [[on('sub', 'StringNotLike', ['repo:acme/*'], { negated: true })]], 'repo:other/*', false],
    ['keeps what fits a text', [[on('sub', 'StringEquals', ['repo:acme/app'])]], 'repo:acme/*', true],
    ['drops what a text excludes', [[on('sub', 'StringEquals', ['repo:acme/app'])]], 'repo:other/*', false],
    ['does not look at other operators', [[on('sub', 'StringNotEquals', ['repo:acme/app'])]], 'repo:other/*', true],
    ['looks as far as the first escape', [[on('sub', 'StringLike', ['repo:${*}/app'])]], 'repo:acme/*', true],
    ['ignores the case of keys', [[on('SUB', 'StringLike', ['repo:acme/*'])]], 'repo:other/*', false],
  ];

  it.each(cases)('%s', (_name, alternatives, pattern, expected) => {
    expect(subjectFilter(provider, { alternatives, truncated: false })(pattern)).toBe(expected);
  });

  it('keeps everything where alternatives were left out', () => {
    expect(subjectFilter(provider, { alternatives: [bound], truncated: true })('repo:other/*')).toBe(true);
  });
});
