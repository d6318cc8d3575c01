/** Values worth trying for a condition key: those of the policies, wildcards filled in, and near misses of each. */

import { readDate, readNumber } from './condition-operators.ts';
import { readBits } from './ip-networks.ts';
import type { Mention } from './policies-in-play.ts';
import { variablesIn } from './policies-in-play.ts';

/** A time that no policy is likely to name, for keys that must have some value. */
const someTime = '2024-06-01T12:00:00Z';

/** Candidate values by key in lower case, for all keys that the mentions compare with something. */
export function candidateValues(
  mentions: readonly Mention[],
  resources: readonly string[],
  roleArn: string,
  known: ReadonlyMap<string, string | readonly string[]>,
): Map<string, string[]> {
  const candidates = new Map<string, string[]>();
  const add = (key: string, values: readonly string[]): void => {
    const all = candidates.get(key) ?? [];
    for (const value of values) if (!all.includes(value)) all.push(value);
    candidates.set(key, all);
  };
  for (const { key, operator, value } of mentions) {
    add(key, []);
    if (operator !== 'Null' && variablesIn(value).length === 0) add(key, nearValues(value, operator));
  }
  for (const resource of resources) for (const [key, value] of solveResource(resource, roleArn)) add(key, [value]);
  // Variables tie two keys together: each is offered what the other may be.
  for (const { key, operator, value } of mentions) {
    for (const variable of variablesIn(value)) {
      const fillings = [known.get(variable) ?? [], candidates.get(variable) ?? [], 'other'].flat().slice(0, 4);
      add(variable, fillings);
      add(
        key,
        fillings.flatMap((filling) => nearValues(fillIn(value, filling), operator).slice(0, 2)),
      );
      const own = known.get(key);
      if (typeof own === 'string') add(variable, [own, own.slice(own.lastIndexOf('/') + 1)]);
    }
  }
  return candidates;
}

/** The policy value with each variable replaced by the same text. */
function fillIn(value: string, filling: string): string {
  let text = value;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', start)) {
    const end = text.indexOf('}', start);
    if (end < 0) break;
    const inside = text.slice(start + 2, end);
    text = text.slice(0, start) + (inside.length === 1 ? inside : filling) + text.slice(end + 1);
    start += 1;
  }
  return text;
}

/** For `…/x${key}y` the text that makes it this role's ARN. */
function solveResource(resource: string, roleArn: string): [string, string][] {
  const keys = variablesIn(resource);
  const start = resource.indexOf('${');
  const end = resource.indexOf('}', start);
  const [key] = keys;
  if (key === undefined || keys.length !== 1) return [];
  const head =
    resource
      .slice(resource.lastIndexOf(':', start - 1) + 1, start)
      .split('*')
      .at(-1) ?? '';
  const tail = resource.slice(end + 1).split('*')[0] ?? '';
  const from = roleArn.lastIndexOf(head);
  if (from < 0 || !roleArn.endsWith(tail)) return [];
  const middle = roleArn.slice(from + head.length, roleArn.length - tail.length);
  return middle === '' ? [] : [[key, middle]];
}

/** The value itself first, then neighbours on either side of the line that the operator draws. */
export function nearValues(value: string, operator: string): string[] {
  if (operator === 'Bool') return ['true', 'false'];
  if (operator.startsWith('Numeric')) return nearNumbers(value);
  if (operator.startsWith('Date')) return nearDates(value);
  if (operator.endsWith('IpAddress')) return nearAddresses(value);
  if (operator.startsWith('Binary')) return [value, Buffer.from('other').toString('base64')];
  return nearTexts(value);
}

function nearTexts(value: string): string[] {
  const texts = [fillWildcards(value, '', 'q'), fillWildcards(value, 'zz', 'z')];
  if (value.includes('*')) texts.push(fillWildcards(value, 'y/y', 'y'));
  const [first = ''] = texts;
  const last = first.slice(-1) === 'x' ? 'w' : 'x';
  texts.push(first.slice(0, -1) + last, first.slice(0, -1), `${first}x`, first.slice(1), first.toUpperCase(), value);
  return [...new Set(texts)].filter((text) => text !== '');
}

/** Fills wildcards in; `${*}` and its like become what they stand for. */
function fillWildcards(value: string, any: string, one: string): string {
  let filled = '';
  for (let i = 0; i < value.length; i++) {
    const char = value.charAt(i);
    if (value.startsWith('${', i) && value.charAt(i + 3) === '}') {
      filled += value.charAt(i + 2);
      i += 3;
    } else filled += char === '*' ? any : char === '?' ? one : char;
  }
  return filled;
}

function nearNumbers(value: string): string[] {
  const number = readNumber(value);
  return number === null ? ['0'] : [number, number - 1, number + 1].map(String);
}

function nearDates(value: string): string[] {
  const time = readDate(value);
  if (time === null) return [someTime];
  return [time, time - 1000, time + 1000].map((t) => new Date(t).toISOString().replace('.000Z', 'Z'));
}

function nearAddresses(network: string): string[] {
  const [base = ''] = network.split('/');
  if (readBits(base) === null) return ['203.0.113.77'];
  return [base, '203.0.113.77', '2001:db8:ffff::77'];
}
