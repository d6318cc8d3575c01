/** Date operators: "Date condition operators". ISO 8601 or seconds since the epoch. */
import type { ConditionOperator } from './operator.ts';

/** Milliseconds since the epoch, or null. */
export function parseDate(text: string): number | null {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed) && !/^\d{4}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T.*)?)?)?$/.test(trimmed)) return null;
  // AWS takes a time without offset as UTC; JavaScript would take it as local time.
  const utc = trimmed.includes('T') && !/(Z|[+-]\d{2}:?\d{2})$/i.test(trimmed) ? `${trimmed}Z` : trimmed;
  const time = Date.parse(utc);
  return Number.isNaN(time) ? null : time;
}

function dateOperator(name: string, holds: (actual: number, expected: number) => boolean, negated = false): ConditionOperator {
  return {
    name,
    family: 'date',
    negated,
    variables: false,
    matches: (actual, expected) => {
      const [left, right] = [parseDate(actual), parseDate(expected)];
      return left !== null && right !== null && holds(left, right);
    },
  };
}

export const dateOperators: readonly ConditionOperator[] = [
  dateOperator('DateEquals', (actual, expected) => actual === expected),
  dateOperator('DateNotEquals', (actual, expected) => actual === expected, true),
  dateOperator('DateLessThan', (actual, expected) => actual < expected),
  dateOperator('DateLessThanEquals', (actual, expected) => actual <= expected),
  dateOperator('DateGreaterThan', (actual, expected) => actual > expected),
  dateOperator('DateGreaterThanEquals', (actual, expected) => actual >= expected),
];
