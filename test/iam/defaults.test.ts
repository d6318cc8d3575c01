/** What holds as long as nobody chooses: cases of conjunctions and of what remains of them. */
import { describe, expect, it } from 'vitest';
import { type KeyFact, type KeyFacts, known, knownList, unknown } from '../../iam/conditions/key-facts.ts';
import { chosenFacts, withoutDefaults } from '../../iam/logic/defaults.ts';
import type { Condition } from '../../iam/types.ts';
import { conditionOf } from '../support/graph-builder.ts';

/** By the last part of the key. The role's tags are `blue`, `prod` and `111`; nobody has given it the tag `none`. */
const factsByName: Readonly<Record<string, KeyFact>> = {
  team: unknown('session', { mayBeAbsent: false, byDefault: 'blue' }),
  env: unknown('session', { mayBeAbsent: false, byDefault: 'prod' }),
  home: unknown('session', { mayBeAbsent: false, byDefault: '111' }),
  none: unknown('session', { byDefault: null }),
  /** Nobody knows what it is when nobody chooses. */
  open: unknown('caller'),
  account: known('111'),
  regions: knownList(['blue', 'green']),
  resource: known('arn:aws:iam::111:role/blue'),
};
const lookUp: KeyFacts = (key) => factsByName[key.toLowerCase().split(/[:/]/).at(-1) ?? ''] ?? { state: 'absent' };
const tag = (name: string): string => `aws:PrincipalTag/${name}`;

const asks = (key: string, operator: string, values: readonly string[], more: Partial<Condition> = {}): Condition => ({
  ...conditionOf(key),
  operator,
  values,
  source: 'session',
  ...more,
});
const not: Partial<Condition> = { negated: true };

const isBlue = asks(tag('team'), 'StringEquals', ['blue']);
const isRed = asks(tag('team'), 'StringEquals', ['red']);
const isProd = asks(tag('env'), 'StringEquals', ['prod']);
const isOpen = asks('aws:open', 'StringEquals', ['x']);
const ofTeam = (key: string, more: Partial<Condition> = {}): Condition => asks(key, 'StringEquals', [`\${${tag('team')}}`], more);
const resource = (values: readonly string[], more: Partial<Condition> = {}): Condition =>
  asks('rolepath:Resource', 'Resource', values, more);

const cases: readonly (readonly [name: string, given: readonly Condition[], remains: readonly Condition[]])[] = [
  ['the own tag has the value', [isBlue], []],
  ['the own tag has another value', [isRed], [isRed]],
  ['one of several values', [asks(tag('team'), 'StringEquals', ['red', 'blue'])], []],
  ['not another value', [asks(tag('team'), 'StringEquals', ['red'], not)], []],
  ['not the own value', [{ ...isBlue, ...not }], [{ ...isBlue, ...not }]],
  [
    'upper and lower case of keys are one',
    [asks('AWS:PRINCIPALTAG/TEAM', 'StringEquals', ['blue']), isRed],
    [asks('AWS:PRINCIPALTAG/TEAM', 'StringEquals', ['blue']), isRed],
  ],
  [
    'what no default is looked at stays, even where it holds',
    [asks('aws:account', 'StringEquals', ['111']), isBlue],
    [asks('aws:account', 'StringEquals', ['111'])],
  ],
  ['what somebody else supplies stays', [isOpen, isBlue], [isOpen]],
  ['conditions on one tag hold together or not at all', [isBlue, isRed], [isBlue, isRed]],
  ['tags are looked at one by one', [isRed, isProd], [isRed]],
  ['tags that are compared with each other hold together', [isBlue, isProd, ofTeam(tag('env'))], [isBlue, isProd, ofTeam(tag('env'))]],
  ['tags that are compared with each other, first', [ofTeam(tag('env')), isBlue, isProd], [ofTeam(tag('env')), isBlue, isProd]],
  [
    'a third tag is no part of that',
    [isBlue, isProd, asks(tag('home'), 'StringEquals', ['111']), ofTeam(tag('env'))],
    [isBlue, isProd, ofTeam(tag('env'))],
  ],
  [
    'three tags through two comparisons',
    [isBlue, ofTeam(tag('env'), not), asks(tag('home'), 'StringEquals', [`\${${tag('env')}}`])],
    [isBlue, ofTeam(tag('env'), not), asks(tag('home'), 'StringEquals', [`\${${tag('env')}}`])],
  ],
  ['a tag that is not the other one', [isBlue, isProd, ofTeam(tag('env'), not)], []],
  ['a key that is known, compared with the own tag', [asks('aws:account', 'StringEquals', [`\${${tag('home')}}`])], []],
  ['a key that is known, compared with another tag', [ofTeam('aws:account')], [ofTeam('aws:account')]],
  [
    'variables in any case',
    [asks('aws:account', 'StringEquals', ['${AWS:principaltag/HOME}']), asks(tag('home'), 'StringEquals', ['2'])],
    [asks('aws:account', 'StringEquals', ['${AWS:principaltag/HOME}']), asks(tag('home'), 'StringEquals', ['2'])],
  ],
  ['a key that the caller sends, compared with the own tag', [isBlue, ofTeam('aws:open')], [isBlue, ofTeam('aws:open')]],
  [
    'a variable that the caller supplies',
    [asks(tag('team'), 'StringEquals', ['${aws:open}'])],
    [asks(tag('team'), 'StringEquals', ['${aws:open}'])],
  ],
  [
    'a variable that the caller supplies, or the own value',
    [asks(tag('team'), 'StringEquals', ['${aws:open}', 'blue'])],
    [asks(tag('team'), 'StringEquals', ['${aws:open}', 'blue'])],
  ],
  ['a key that is not there, compared with the own tag', [ofTeam('aws:gone')], [ofTeam('aws:gone')]],
  ['a key that is not there, if it exists', [ofTeam('aws:gone', { ifExists: true })], []],
  ['a key that is not there is not the own tag', [asks('aws:gone', 'StringNotEquals', [`\${${tag('team')}}`])], []],
  ['any of a list is the own tag', [ofTeam('aws:regions', { qualifier: 'ForAnyValue' })], []],
  [
    'all of a list is the own tag',
    [ofTeam('aws:regions', { qualifier: 'ForAllValues' })],
    [ofTeam('aws:regions', { qualifier: 'ForAllValues' })],
  ],
  [
    'a list without a qualifier holds never',
    [asks('aws:regions', 'StringEquals', [`\${${tag('team')}}`, 'green'])],
    [asks('aws:regions', 'StringEquals', [`\${${tag('team')}}`, 'green'])],
  ],
  ['one value without a qualifier', [asks('aws:account', 'StringEquals', [`\${${tag('team')}}`, '111'])], []],
  [
    'a list has no value as a variable',
    [asks(tag('team'), 'StringLike', ['${aws:regions}*'])],
    [asks(tag('team'), 'StringLike', ['${aws:regions}*'])],
  ],
  ['a key that is known as a variable', [asks(tag('home'), 'StringEquals', ['${aws:account}'])], []],
  [
    'a key that is not there as a variable',
    [asks(tag('team'), 'StringLike', ['${aws:gone}*'])],
    [asks(tag('team'), 'StringLike', ['${aws:gone}*'])],
  ],
  ['a key that is not there as a variable, with a value in its place', [asks(tag('team'), 'StringEquals', ["${aws:gone, 'blue'}"])], []],
  ['a tag that is not there', [asks(tag('none'), 'StringEquals', ['x'])], [asks(tag('none'), 'StringEquals', ['x'])]],
  ['a tag that is not there, if it exists', [asks(tag('none'), 'StringEquals', ['x'], { ifExists: true })], []],
  ['a tag that must not be there', [asks(tag('none'), 'Null', ['true'])], []],
  ['a tag that must be there', [asks(tag('none'), 'Null', ['false'])], [asks(tag('none'), 'Null', ['false'])]],
  ['a tag that is there must not be', [asks(tag('team'), 'Null', ['true'])], [asks(tag('team'), 'Null', ['true'])]],
  [
    'a tag that is not there as a variable',
    [asks('aws:account', 'StringLike', [`\${${tag('none')}}*`])],
    [asks('aws:account', 'StringLike', [`\${${tag('none')}}*`])],
  ],
  [
    'a tag that is not there as a variable, with a value in its place',
    [asks('aws:account', 'StringEquals', [`\${${tag('none')}, '111'}`])],
    [],
  ],
  ['a dollar sign that begins no variable', [asks(tag('team'), 'StringEquals', ['${$}'], not)], []],
  ['the resource has the own tag', [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/team}'])], []],
  [
    'the resource has another tag',
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/env}'])],
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/env}'])],
  ],
  ['not the resource with another tag', [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/env}'], not)], []],
  [
    'any resource but one with another tag',
    [{ ...resource(['arn:aws:iam::111:role/${aws:PrincipalTag/env}']), operator: 'NotResource' }],
    [],
  ],
  [
    'a resource with the own tag and what the caller supplies',
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/team}${aws:open}'])],
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/team}${aws:open}'])],
  ],
  [
    'not that either',
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/team}${aws:open}'], not)],
    [resource(['arn:aws:iam::111:role/${aws:PrincipalTag/team}${aws:open}'], not)],
  ],
];

describe('what holds as long as nobody chooses', () => {
  it.each(cases)('%s', (_, given, remains) => {
    expect(withoutDefaults(given, lookUp)).toEqual(remains);
  });

  it('is left out of the facts for what somebody chooses', () => {
    const chosen = chosenFacts(lookUp);
    expect(chosen(tag('team'))).toEqual(unknown('session', { mayBeAbsent: false }));
    expect(chosen(tag('none'))).toEqual(unknown('session'));
    expect('byDefault' in chosen(tag('none'))).toBe(false);
    for (const key of ['aws:open', 'aws:account', 'aws:regions', 'aws:gone']) expect(chosen(key)).toEqual(lookUp(key));
  });
});
