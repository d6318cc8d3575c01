/**
 * Reads fields of JSON objects whose shape is not certain. What is wrong is reported with its JSON path; only own
 * properties count, so a key such as `__proto__` is a key like any other.
 */

import { type Findings, type Place, placeAt, rootPlace } from './findings.ts';
import { isoDate } from './iso-date.ts';

/** A JSON object and where it stands. */
export interface Entry {
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

const remedy = 'Compare it with what the AWS CLI prints, and fetch the file again.';

export const fieldOf = (entry: Entry, name: string): unknown => (Object.hasOwn(entry.value, name) ? entry.value[name] : undefined);

/** True if the field is there and not null. */
export const hasField = (entry: Entry, name: string): boolean => (fieldOf(entry, name) ?? null) !== null;

/** The object at a place; null, with a finding, if it is something else. */
export function entryAt(value: unknown, place: Place, findings: Findings): Entry | null {
  if (isObject(value)) return { value, place };
  findings.report({ severity: 'skipped', code: 'wrong-type', place, reason: `expected an object, not ${nameOf(value)}`, remedy });
  return null;
}

export const rootEntry = (file: string, json: unknown, findings: Findings): Entry | null => entryAt(json, rootPlace(file), findings);

/** The items of a list with their places; empty if the field is absent; null, with a finding, if it is no list. */
export function listOf(entry: Entry, name: string, findings: Findings): { value: unknown; place: Place }[] | null {
  const list = arrayOf(entry, name, findings);
  if (!list || list.length === 0) return list && [];
  const place = placeAt(entry.place, name);
  return list.map((value, index) => ({ value, place: placeAt(place, index) }));
}

/** The objects of a list; others are reported and left out. `complete` is false if anything was. */
export function entriesOf(entry: Entry, name: string, findings: Findings): EntryList {
  const list = arrayOf(entry, name, findings);
  if (!list || list.length === 0) return list ? noEntries : unreadableList;
  const entries: Entry[] = [];
  const place = placeAt(entry.place, name);
  for (const [index, value] of list.entries()) {
    const item = entryAt(value, placeAt(place, index), findings);
    if (item) entries.push(item);
  }
  return { entries, complete: entries.length === list.length };
}

export interface EntryList {
  readonly entries: readonly Entry[];
  readonly complete: boolean;
}

const noEntries: EntryList = { entries: [], complete: true };
const unreadableList: EntryList = { entries: [], complete: false };

function arrayOf(entry: Entry, name: string, findings: Findings): readonly unknown[] | null {
  const value = fieldOf(entry, name) ?? [];
  if (Array.isArray(value)) return value;
  findings.report({
    severity: 'skipped',
    code: 'wrong-type',
    place: placeAt(entry.place, name),
    reason: `expected a list, not ${nameOf(value)}`,
    remedy,
  });
  return null;
}

/** A text that must be there and not be empty; null, with a finding of the given severity, if not. */
export function requiredText(
  entry: Entry,
  name: string,
  findings: Findings,
  severity: 'skipped' | 'unknown' | 'notice' = 'skipped',
): string | null {
  const value = fieldOf(entry, name);
  if (typeof value === 'string' && value !== '') return value;
  const missing = value === undefined || value === '';
  const reason = missing ? `${name} is missing` : `expected a text, not ${nameOf(value)}`;
  findings.report({
    severity,
    code: missing ? 'missing-field' : 'wrong-type',
    place: missing ? entry.place : placeAt(entry.place, name),
    reason,
    remedy,
  });
  return null;
}

/** A text that may be absent; null, with a finding, if it is something else. */
export function optionalText(entry: Entry, name: string, findings: Findings): string | null {
  return hasField(entry, name) ? requiredTextOrEmpty(entry, name, findings) : null;
}

function requiredTextOrEmpty(entry: Entry, name: string, findings: Findings): string | null {
  return fieldOf(entry, name) === '' ? '' : requiredText(entry, name, findings, 'notice');
}

/** A date as ISO 8601 in UTC; null if absent or, with a finding, if it is no date. */
export function optionalDate(entry: Entry, name: string, findings: Findings): string | null {
  if (!hasField(entry, name)) return null;
  const value = fieldOf(entry, name);
  const date = isoDate(value);
  if (date === null) {
    const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : nameOf(value);
    findings.report({ severity: 'notice', code: 'not-a-date', place: placeAt(entry.place, name), reason: `${shown} is no date`, remedy });
  }
  return date;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const nameOf = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : typeof value === 'string'
          ? 'a text'
          : typeof value === 'object'
            ? 'an object'
            : `a ${typeof value}`;
