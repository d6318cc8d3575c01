/** Parameters of saved queries: from what a person or a program gives to a value of the declared type. */
import type { ParameterSpec, SavedQuery } from './metadata.ts';
import { SavedQueryError } from './saved-query-error.ts';

export type ParameterValue = string | number | boolean | readonly string[];

/** What turns names into keys, and days before the snapshot into dates. */
export interface ParameterSurroundings {
  /** When the snapshot was made, ISO 8601. */
  readonly createdAt: string;
  /** The ARN of the principal that the name fits; rejects with a QueryError. */
  principal(name: string): Promise<string>;
  /** As `principal`, among roles. */
  role(name: string): Promise<string>;
  /** The id of the account that the name, alias or id fits; rejects with a QueryError. */
  account(name: string): Promise<string>;
}

/** Values for all parameters of the query. @throws SavedQueryError `bad-parameter`, or a QueryError for a name that fits none or several */
export async function readParameters(
  query: SavedQuery,
  given: Readonly<Record<string, unknown>>,
  surroundings: ParameterSurroundings,
): Promise<Record<string, ParameterValue>> {
  const names = Object.keys(query.parameters);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
    throw new SavedQueryError(
      'bad-parameter',
      `Query ${query.id} has no parameter ${unknown.map((name) => JSON.stringify(name)).join(', ')}. ${known}`,
    );
  }
  const values: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(query.parameters)) {
    const value = given[name] ?? spec.default;
    if (value === undefined) {
      throw new SavedQueryError(
        'bad-parameter',
        `Query ${query.id} needs the parameter ${name} (${spec.type}): ${spec.description}. Give it with --param ${name}=…`,
      );
    }
    const read = readValue(spec, value);
    if ('problem' in read) {
      throw new SavedQueryError('bad-parameter', `Parameter ${name} of query ${query.id} ${read.problem}, not ${JSON.stringify(value)}.`);
    }
    values[name] = await settle(spec, read.value, surroundings);
  }
  return values;
}

/** What is wrong with the default, or null. */
export function readDefault(spec: ParameterSpec): string | null {
  if (spec.default === undefined) return null;
  const read = readValue(spec, spec.default);
  return 'problem' in read ? read.problem : null;
}

type Read = { readonly value: ParameterValue } | { readonly problem: string };

const day = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/;
const daysBefore = /^-(\d{1,5})d$/;

function readValue({ type }: ParameterSpec, value: unknown): Read {
  switch (type) {
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return { value };
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? { value: Number(value) } : { problem: 'must be a whole number' };
    case 'boolean':
      if (typeof value === 'boolean') return { value };
      return value === 'true' || value === 'false' ? { value: value === 'true' } : { problem: 'must be true or false' };
    case 'strings':
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return { value };
      if (typeof value !== 'string') return { problem: 'must be texts, joined by commas or as a list' };
      return { value: value === '' ? [] : value.split(',').map((item) => item.trim()) };
    case 'date':
      return typeof value === 'string' && (daysBefore.test(value) || (day.test(value) && !Number.isNaN(Date.parse(value))))
        ? { value }
        : { problem: 'must be a date (2026-01-31) or days before the snapshot (-90d)' };
    case 'pattern':
      return typeof value === 'string' && isPattern(value) ? { value } : { problem: 'must be a regular expression' };
    case 'principal':
    case 'role':
    case 'account':
      return typeof value === 'string' && value.trim() !== ''
        ? { value }
        : { problem: `must name ${type === 'account' ? 'an' : 'a'} ${type}` };
    case 'string':
      return typeof value === 'string' ? { value } : { problem: 'must be text' };
  }
}

/** Engines take `(?i)` for "ignore case"; JavaScript has a flag for it. What is a pattern here may still be none for an engine, which then says so. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text.replace(/^\(\?i\)/, ''), 'u');
    return true;
  } catch {
    return false;
  }
}

async function settle({ type }: ParameterSpec, value: ParameterValue, surroundings: ParameterSurroundings): Promise<ParameterValue> {
  if (type === 'date' && typeof value === 'string') {
    const days = daysBefore.exec(value)?.[1];
    return days === undefined ? value : new Date(Date.parse(surroundings.createdAt) - Number(days) * 86_400_000).toISOString();
  }
  if ((type === 'principal' || type === 'role' || type === 'account') && typeof value === 'string') return await surroundings[type](value);
  return value;
}
