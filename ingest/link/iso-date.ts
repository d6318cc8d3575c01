/** Dates as the AWS CLI and the APIs print them, made one. */

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * `2023-03-09 10:41:45+00:00`, `2023-03-09T10:41:45Z` or seconds since 1970 as `2023-03-09T10:41:45Z`; null for anything else.
 * A date without a zone is taken as UTC, a date without a time as midnight.
 */
export function isoDate(value: unknown): string | null {
  const time = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? timeOf(value) : Number.NaN;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function timeOf(text: string): number {
  const [, day, time = '00:00:00', zone = 'Z'] = pattern.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}
