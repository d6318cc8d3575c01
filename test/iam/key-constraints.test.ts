/** Whether conditions on one key can hold together: by a value, or by the key's absence. Each case says what decides it. */
import { expect, it } from 'vitest';
import { unknown } from '../../iam/conditions/key-facts.ts';
import { possibilities } from '../../iam/logic/key-constraints.ts';
import type { Condition } from '../../iam/types.ts';

type Details = Parameters<typeof unknown>[1];
interface Case {
  readonly name: string;
  readonly why: string;
  readonly given: { readonly conditions: readonly string[]; readonly key?: Details };
  readonly expected: { readonly present: boolean; readonly absent: boolean };
}

/** `not ForAllValues:StringLikeIfExists a b` */
function condition(text: string): Condition {
  const [, not, set = '', operator = '', ifExists, values = ''] =
    /^(not )?(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?(?: (.*))?$/.exec(text) ?? [];
  return {
    key: 'x:key',
    operator,
    qualifier: set === 'ForAllValues' || set === 'ForAnyValue' ? set : null,
    ifExists: ifExists !== undefined,
    values: values === '' ? [] : values.split(' '),
    negated: not !== undefined,
    source: 'caller',
  };
}

const number: Details = { domain: 'number' };
const date: Details = { domain: 'date' };
const ip: Details = { domain: 'ip' };
const bool: Details = { domain: 'bool' };
const list: Details = { multivalued: true };
const never = { present: false, absent: false };
const onlyPresent = { present: true, absent: false };
const onlyAbsent = { present: false, absent: true };
const either = { present: true, absent: true };

const cases: readonly Case[] = [
  // Presence
  { name: 'nothing asked', why: 'Any value does, and none', given: { conditions: [] }, expected: either },
  {
    name: 'nothing asked of a key that is always there',
    why: 'Absence is out of the question',
    given: { conditions: [], key: { mayBeAbsent: false } },
    expected: onlyPresent,
  },
  { name: 'a text, or no key', why: 'IfExists lets absence through', given: { conditions: ['StringEqualsIfExists a'] }, expected: either },
  {
    name: 'a text, or no key, and the key',
    why: 'Null false asks for presence',
    given: { conditions: ['StringEqualsIfExists a', 'Null false'] },
    expected: onlyPresent,
  },
  { name: 'absence', why: 'No value is absent', given: { conditions: ['Null true'] }, expected: onlyAbsent },
  {
    name: 'absence of a key that is always there',
    why: 'Nothing is left',
    given: { conditions: ['Null true'], key: { mayBeAbsent: false } },
    expected: never,
  },
  { name: 'presence and absence', why: 'Nothing is both', given: { conditions: ['Null true', 'Null false'] }, expected: never },
  {
    name: 'one text and another, or no key',
    why: 'Only absence meets both',
    given: { conditions: ['StringEqualsIfExists a', 'StringEqualsIfExists b'] },
    expected: onlyAbsent,
  },
  {
    name: 'what is known of the key',
    why: 'A value that is asked for must be one that the key can have',
    given: { conditions: ['StringEquals b'], key: { given: [condition('StringLike a*')] } },
    expected: never,
  },

  // Texts and patterns
  {
    name: 'a pattern and a text of it refused',
    why: 'Other texts of the pattern are left',
    given: { conditions: ['StringLike ci-*', 'StringNotEquals ci-7'] },
    expected: onlyPresent,
  },
  {
    name: 'a pattern and all of it refused',
    why: 'Whatever begins with ci-7 begins with ci-',
    given: { conditions: ['StringLike ci-7*', 'StringNotLike ci-*'] },
    expected: never,
  },
  {
    name: 'a negated operator negated',
    why: 'Not unequal is equal',
    given: { conditions: ['not StringNotEquals a', 'StringEquals b'] },
    expected: never,
  },
  {
    name: 'an ARN and a pattern of others',
    why: 'The parts differ',
    given: { conditions: ['ArnLike arn:aws:iam::1:role/a*', 'ArnNotLike arn:aws:iam::*:role/*'] },
    expected: never,
  },
  {
    name: 'an ARN, as text and as ARN',
    why: 'Both kinds of operator look at one text',
    given: { conditions: ['ArnLike arn:aws:iam::1:role/a*', 'StringLike *b'] },
    expected: onlyPresent,
  },
  {
    name: 'a pattern that is no ARN',
    why: 'Fewer than six parts match nothing',
    given: { conditions: ['ArnLike arn:aws:*'] },
    expected: never,
  },
  {
    name: 'a text that is no ARN, of which an ARN is refused',
    why: 'What matches no pattern meets a negated operator',
    given: { conditions: ['ArnNotLike arn:aws:*', 'StringLike *'] },
    expected: onlyPresent,
  },

  // What is not a test of the value alone
  {
    name: 'a variable that is not known',
    why: 'Any value may equal it',
    given: { conditions: ['StringEquals ${aws:username}', 'StringEquals a'] },
    expected: onlyPresent,
  },
  {
    name: 'a variable that is not known, and the contrary',
    why: 'Only its own negation contradicts it',
    given: { conditions: ['StringEquals ${aws:username}', 'not StringEquals ${aws:username}'] },
    expected: never,
  },
  {
    name: 'two variables that are not known',
    why: 'Both may have one value',
    given: { conditions: ['StringEquals ${aws:username}', 'not StringEquals ${aws:userid}'] },
    expected: either,
  },
  {
    name: 'a text and another beside a variable',
    why: 'The variable mends no contradiction',
    given: { conditions: ['StringEquals ${aws:username}', 'StringEquals a', 'StringEquals b'] },
    expected: never,
  },
  {
    name: 'an escaped dollar',
    why: 'It is a character, and not a variable',
    given: { conditions: ['StringEquals ${$}', 'StringEquals a'] },
    expected: never,
  },
  {
    name: 'an address that looks like a variable',
    why: 'Address operators know no variables: it is no address, and matches nothing',
    given: { conditions: ['IpAddress ${aws:username}'], key: ip },
    expected: never,
  },
  {
    name: 'an operator that does not exist',
    why: 'It holds or not, whatever the value',
    given: { conditions: ['Allows', 'StringEquals a'] },
    expected: onlyPresent,
  },

  // Booleans
  { name: 'true and false', why: 'One value is not both', given: { conditions: ['Bool true', 'Bool false'], key: bool }, expected: never },
  {
    name: 'neither true nor false',
    why: 'A boolean is one of the two; absent it is neither',
    given: { conditions: ['not Bool true', 'not Bool false'], key: bool },
    expected: onlyAbsent,
  },
  {
    name: 'neither true nor false, of a text',
    why: 'A text may be anything',
    given: { conditions: ['not Bool true', 'not Bool false'] },
    expected: either,
  },
  {
    name: 'not true, and not the text false',
    why: 'A boolean has no third value, whatever operator asks',
    given: { conditions: ['not Bool true', 'StringNotEquals false'], key: bool },
    expected: onlyAbsent,
  },

  // Numbers
  {
    name: 'between two whole numbers',
    why: 'There are fractions',
    given: { conditions: ['NumericGreaterThan 5', 'NumericLessThan 6'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'above and at most',
    why: 'Nothing is above 5 and at most 5',
    given: { conditions: ['NumericGreaterThan 5', 'NumericLessThanEquals 5'], key: number },
    expected: never,
  },
  {
    name: 'at least and at most',
    why: '5 is both',
    given: { conditions: ['NumericGreaterThanEquals 5', 'NumericLessThanEquals 5'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'below the least that is named',
    why: 'Numbers go on below',
    given: { conditions: ['NumericLessThan 5', 'NumericLessThan 7'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'above the greatest that is named',
    why: 'Numbers go on above',
    given: { conditions: ['NumericGreaterThan 5', 'NumericGreaterThan 7'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'nine and ten',
    why: 'Numbers are ordered as numbers, not as texts',
    given: { conditions: ['NumericGreaterThan 9', 'NumericLessThan 10', 'NumericNotEquals 9.5'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'neither below nor at least, of a number',
    why: 'Every number is one of the two',
    given: { conditions: ['not NumericLessThan 5', 'not NumericGreaterThanEquals 5'], key: { domain: 'number', mayBeAbsent: false } },
    expected: never,
  },
  {
    name: 'neither below nor at least, of a text',
    why: 'A text that is no number is neither',
    given: { conditions: ['not NumericLessThan 5', 'not NumericGreaterThanEquals 5'] },
    expected: either,
  },
  {
    name: 'a number and a pattern that it cannot have',
    why: 'Two kinds of operator on one text are not worked out, so nothing is ruled out',
    given: { conditions: ['NumericEquals 5', 'StringLike a*'] },
    expected: onlyPresent,
  },
  {
    name: 'a number and one out of a pattern',
    why: 'The text 5 meets both',
    given: { conditions: ['NumericEquals 5', 'StringLike 5*'] },
    expected: onlyPresent,
  },

  // Dates
  {
    name: 'after one date and before an earlier one',
    why: 'Time has one direction',
    given: { conditions: ['DateGreaterThan 2031-01-01T00:00:00Z', 'DateLessThan 2030-01-01T00:00:00Z'], key: date },
    expected: never,
  },
  {
    name: 'after one date and before a later one',
    why: 'There is time between',
    given: { conditions: ['DateGreaterThan 2030-01-01T00:00:00Z', 'DateLessThan 2031-01-01T00:00:00Z'], key: date },
    expected: onlyPresent,
  },
  {
    name: 'after the last date that is named',
    why: 'Time goes on',
    given: { conditions: ['DateGreaterThan 2030-01-01T00:00:00Z'], key: date },
    expected: onlyPresent,
  },
  {
    name: 'after a date and before the same, as seconds',
    why: 'Where a key is a date, numbers are seconds since the epoch: 1893456000 is the beginning of 2030',
    given: { conditions: ['DateGreaterThan 2030-01-01T00:00:00Z', 'NumericLessThanEquals 1893456000'], key: date },
    expected: never,
  },
  {
    name: 'after a date and before a later one, as seconds',
    why: 'There is time between',
    given: { conditions: ['DateGreaterThan 2030-01-01T00:00:00Z', 'NumericLessThan 1893456002'], key: date },
    expected: onlyPresent,
  },
  {
    name: 'later than dates go',
    why: 'Seconds beyond the last date are numbers still',
    given: { conditions: ['NumericGreaterThan 8640000000001'], key: date },
    expected: onlyPresent,
  },
  { name: 'a date that is none', why: 'It matches nothing', given: { conditions: ['DateLessThan tomorrow'], key: date }, expected: never },
  {
    name: 'a date beside a text',
    why: 'Two kinds of operator are not worked out, so nothing is ruled out',
    given: { conditions: ['DateLessThan 2030-01-01T00:00:00Z', 'DateGreaterThan 2031-01-01T00:00:00Z', 'StringLike *'], key: date },
    expected: onlyPresent,
  },

  // Addresses
  {
    name: 'inside a block and outside a part of it',
    why: 'The rest of the block is left',
    given: { conditions: ['IpAddress 10.0.0.0/8', 'NotIpAddress 10.0.0.0/9'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'inside a block and outside both halves',
    why: 'The halves are all of it',
    given: { conditions: ['IpAddress 10.0.0.0/8', 'NotIpAddress 10.0.0.0/9 10.128.0.0/9'], key: ip },
    expected: never,
  },
  {
    name: 'inside a block and outside all but its first address',
    why: 'One address is enough',
    given: { conditions: ['IpAddress 10.0.0.0/30', 'NotIpAddress 10.0.0.1 10.0.0.2/31'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'inside a block and outside all but its last address',
    why: 'One address is enough',
    given: { conditions: ['IpAddress 10.0.0.0/30', 'NotIpAddress 10.0.0.0/31 10.0.0.2'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'no address of version 4',
    why: 'Those of version 6 are left',
    given: { conditions: ['not IpAddress 0.0.0.0/0', 'Null false'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'no address of version 6',
    why: 'Those of version 4 are left',
    given: { conditions: ['not IpAddress ::/0', 'Null false'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'no address of either version',
    why: 'An address is one of the two',
    given: { conditions: ['not IpAddress 0.0.0.0/0 ::/0'], key: ip },
    expected: onlyAbsent,
  },
  {
    name: 'no address of either version, of a text',
    why: 'A text need be no address',
    given: { conditions: ['not IpAddress 0.0.0.0/0 ::/0'] },
    expected: either,
  },
  {
    name: 'two blocks of different versions',
    why: 'No address is in both',
    given: { conditions: ['IpAddress 10.0.0.0/8', 'IpAddress 2001:db8::/32'], key: ip },
    expected: never,
  },
  { name: 'a block that is none', why: 'It matches nothing', given: { conditions: ['IpAddress 10.0.0.0/33'], key: ip }, expected: never },
  {
    name: 'all of version 4 but the block at its end',
    why: 'The block before it is left',
    given: { conditions: ['IpAddress 0.0.0.0/0', 'NotIpAddress 255.255.255.254/31'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'all of version 6 but the block at its beginning',
    why: 'The address after it is left',
    given: { conditions: ['IpAddress ::/0', 'NotIpAddress ::/127'], key: ip },
    expected: onlyPresent,
  },

  // Bytes
  {
    name: 'the same bytes, twice',
    why: 'A text of these bytes meets both',
    given: { conditions: ['BinaryEquals YQ==', 'BinaryEquals YQ'] },
    expected: onlyPresent,
  },
  {
    name: 'bytes that differ',
    why: 'Bytes are not worked out, so nothing is ruled out',
    given: { conditions: ['BinaryEquals YQ==', 'BinaryEquals Yg=='] },
    expected: onlyPresent,
  },

  // Lists
  {
    name: 'some is a, some is b',
    why: 'A list may hold both',
    given: { conditions: ['ForAnyValue:StringEquals a', 'ForAnyValue:StringEquals b'], key: list },
    expected: onlyPresent,
  },
  {
    name: 'some is a, all are b',
    why: 'The one that is a is not b',
    given: { conditions: ['ForAnyValue:StringEquals a', 'ForAllValues:StringEquals b'], key: list },
    expected: never,
  },
  {
    name: 'some is a, some is b, all are a',
    why: 'The one that is b is not a, whatever else there is',
    given: { conditions: ['ForAnyValue:StringEquals a', 'ForAnyValue:StringEquals b', 'ForAllValues:StringEquals a'], key: list },
    expected: never,
  },
  {
    name: 'all are a, all are b',
    why: 'Only an absent list has nothing in it that would be both',
    given: { conditions: ['ForAllValues:StringEquals a', 'ForAllValues:StringEquals b'], key: list },
    expected: onlyAbsent,
  },
  {
    name: 'not all are a, all are like a',
    why: 'Another one of the pattern is in it',
    given: { conditions: ['not ForAllValues:StringEquals a', 'ForAllValues:StringLike a*'], key: list },
    expected: onlyPresent,
  },
  {
    name: 'not all are like a, all are a',
    why: 'Nothing is a and not like it',
    given: { conditions: ['not ForAllValues:StringLike a*', 'ForAllValues:StringEquals a'], key: list },
    expected: never,
  },
  {
    name: 'none is like a, some is a',
    why: 'Nothing is a and not like it',
    given: { conditions: ['not ForAnyValue:StringLike a*', 'ForAnyValue:StringEquals a'], key: list },
    expected: never,
  },
  {
    name: 'some is unequal to a',
    why: 'Anything else is',
    given: { conditions: ['ForAnyValue:StringNotEquals a', 'ForAllValues:StringLike a*'], key: list },
    expected: onlyPresent,
  },
  {
    name: 'some is unequal to a, all are a',
    why: 'None is both',
    given: { conditions: ['ForAnyValue:StringNotEquals a', 'ForAllValues:StringEquals a'], key: list },
    expected: never,
  },
  {
    name: 'some is an ARN out of a pattern, all are out of another',
    why: 'The accounts differ',
    given: { conditions: ['ForAnyValue:ArnLike arn:aws:iam::1:role/*', 'ForAllValues:ArnLike arn:aws:iam::2:role/*'], key: list },
    expected: never,
  },
  {
    name: 'the list, as one value',
    why: 'A plain operator on a list of values does not hold',
    given: { conditions: ['StringEquals a'], key: list },
    expected: never,
  },
  {
    name: 'the list, as one value, negated',
    why: 'What does not hold is met by its contrary',
    given: { conditions: ['not StringEquals a'], key: list },
    expected: either,
  },
  {
    name: 'absence of a list',
    why: 'A list with something in it is present',
    given: { conditions: ['Null true'], key: list },
    expected: onlyAbsent,
  },
  {
    name: 'numbers of a list',
    why: 'Numbers of a list are not worked out, so nothing is ruled out',
    given: { conditions: ['ForAnyValue:NumericLessThan 1', 'ForAllValues:NumericGreaterThan 2'], key: list },
    expected: onlyPresent,
  },
  {
    name: 'numbers of a list that is absent',
    why: 'Presence and absence are told apart whatever else is asked',
    given: { conditions: ['ForAllValues:NumericGreaterThan 2', 'Null true'], key: list },
    expected: onlyAbsent,
  },
  // Across kinds
  {
    name: 'not true, of a number',
    why: 'No number is true',
    given: { conditions: ['not Bool true', 'Null false'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'not true, of a date',
    why: 'No date is true',
    given: { conditions: ['not Bool true', 'Null false'], key: date },
    expected: onlyPresent,
  },
  {
    name: 'a date and a number, of a text',
    why: 'Only where a key is a date do numbers count its seconds; nothing is ruled out',
    given: { conditions: ['DateGreaterThan 2030-01-01T00:00:00Z', 'NumericLessThan 5'] },
    expected: onlyPresent,
  },
  {
    name: 'a second that reads like a year',
    why: '1999 seconds after the beginning of 1970 is a time of its own, and not the year 1999',
    given: { conditions: ['DateGreaterThan 1970-01-01T00:33:18Z', 'DateLessThan 1970-01-01T00:33:20Z'], key: date },
    expected: onlyPresent,
  },
  {
    name: 'presence beside two patterns',
    why: 'Any text of both is present',
    given: { conditions: ['Null false', 'StringLike a*', 'StringLike *b'] },
    expected: onlyPresent,
  },
  {
    name: 'presence beside two patterns that cannot meet',
    why: 'No text begins with both',
    given: { conditions: ['Null false', 'StringLike a*', 'StringLike b*'] },
    expected: never,
  },
  {
    name: 'presence beside one of a list',
    why: 'A list with one in it is present',
    given: { conditions: ['Null false', 'ForAnyValue:StringEquals a'], key: list },
    expected: onlyPresent,
  },
  {
    name: 'two patterns of ARNs',
    why: 'An ARN that begins and ends so has both',
    given: { conditions: ['ArnLike arn:aws:iam::1:role/a*', 'ArnLike arn:aws:iam::1:role/*b'] },
    expected: onlyPresent,
  },
  {
    name: 'a pattern of ARNs and a text that is none',
    why: 'No ARN begins with x',
    given: { conditions: ['ArnLike arn:aws:iam::1:role/a*', 'StringLike x*'] },
    expected: never,
  },
  {
    name: 'any value, of a list, as one value',
    why: 'A plain operator on a list of values does not hold, not even for *',
    given: { conditions: ['StringLike *'], key: list },
    expected: never,
  },
  {
    name: 'between two numbers, named after others',
    why: 'The order in which numbers are named does not matter',
    given: { conditions: ['NumericLessThan 5.0005', 'NumericNotEquals 0', 'NumericGreaterThan 5'], key: number },
    expected: onlyPresent,
  },
  {
    name: 'after a number of seconds, between two dates',
    why: 'Half a millisecond is left between second 100,000 and the date one millisecond later',
    given: {
      conditions: ['DateGreaterThan 1970-01-01T00:00:00Z', 'DateLessThan 1970-01-02T03:46:40.001Z', 'NumericGreaterThan 100000'],
      key: date,
    },
    expected: onlyPresent,
  },
  {
    name: 'outside the upper half of version 4, and outside version 6',
    why: 'The lower half is left',
    given: { conditions: ['NotIpAddress 128.0.0.0/1', 'NotIpAddress ::/0', 'Null false'], key: ip },
    expected: onlyPresent,
  },
  {
    name: 'between two blocks that are refused',
    why: 'What is left begins after the first of them',
    given: { conditions: ['IpAddress 10.0.0.0/8', 'NotIpAddress 10.0.0.0/10 10.192.0.0/10'], key: ip },
    expected: onlyPresent,
  },
];

it.each(cases)('$name: $why', ({ given, expected }) => {
  const { whenPresent, whenAbsent } = possibilities(given.conditions.map(condition), unknown('caller', given.key));
  expect({ present: whenPresent, absent: whenAbsent }).toEqual(expected);
});
