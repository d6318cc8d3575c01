/** Condition operators on one policy value and one request value, as AWS's page "IAM JSON policy elements: Condition operators" has them. */
import type { PolicyVersion } from '../../../iam/types.ts';
import type { ConcreteContext } from './concrete-context.ts';
import { isInNetwork } from './ip-networks.ts';
import { matchesText, readPattern, type Sign } from './patterns.ts';

/** Negated operators hold when their positive counterpart holds for none of the values. */
export const positiveOf: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** Does the request's value stand in the (positive) operator's relation to the policy's value? */
export function compare(operator: string, wanted: string, given: string, version: PolicyVersion, context: ConcreteContext): boolean {
  switch (operator) {
    case 'StringEquals': {
      const signs = readPattern(wanted, version, context, false);
      return signs !== null && matchesText(signs, given);
    }
    case 'StringEqualsIgnoreCase': {
      const signs = readPattern(wanted, version, context, false);
      return signs !== null && matchesText(inLowerCase(signs), given.toLowerCase());
    }
    case 'StringLike': {
      const signs = readPattern(wanted, version, context, true);
      return signs !== null && matchesText(signs, given);
    }
    case 'ArnEquals':
    case 'ArnLike': {
      const signs = readPattern(wanted, version, context, true);
      return signs !== null && matchesArn(signs, given);
    }
    case 'Bool':
      return wanted.toLowerCase() === given.toLowerCase();
    case 'BinaryEquals':
      return Buffer.from(wanted, 'base64').equals(Buffer.from(given, 'base64'));
    case 'IpAddress':
      return isInNetwork(given, wanted);
    default:
      return compareOrdered(operator, wanted, given);
  }
}

function inLowerCase(signs: readonly Sign[]): Sign[] {
  return signs.map((sign) => (typeof sign === 'object' ? { char: sign.char.toLowerCase() } : sign));
}

/** Six parts, each on its own; the last may hold colons. */
function matchesArn(signs: readonly Sign[], given: string): boolean {
  const wantedParts: Sign[][] = [[]];
  for (const sign of signs) {
    const isColon = typeof sign === 'object' && sign.char === ':';
    if (isColon && wantedParts.length < 6) wantedParts.push([]);
    else wantedParts.at(-1)?.push(sign);
  }
  const pieces = given.split(':');
  const givenParts = [...pieces.slice(0, 5), pieces.slice(5).join(':')];
  if (wantedParts.length < 6 || pieces.length < 6) return false;
  return wantedParts.every((part, i) => matchesText(part, givenParts[i] ?? ''));
}

function compareOrdered(operator: string, wanted: string, given: string): boolean {
  const read = operator.startsWith('Date') ? readDate : readNumber;
  const limit = read(wanted);
  const value = read(given);
  if (limit === null || value === null) return false;
  switch (operator.replace('Numeric', '').replace('Date', '')) {
    case 'Equals':
      return value === limit;
    case 'LessThan':
      return value < limit;
    case 'LessThanEquals':
      return value <= limit;
    case 'GreaterThan':
      return value > limit;
    case 'GreaterThanEquals':
      return value >= limit;
    default:
      throw new Error(`The reference does not know the operator ${operator}.`);
  }
}

export function readNumber(text: string): number | null {
  return text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

/** Milliseconds since 1970, of an ISO 8601 date or of seconds since 1970. */
export function readDate(text: string): number | null {
  const seconds = readNumber(text);
  if (seconds !== null) return seconds * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
