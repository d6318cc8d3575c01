/** What every engine refuses to store, so that no engine stores something else in its stead. */
import type { Column } from './schema-columns.ts';
import { StoreError } from './store.ts';

/** Throws a StoreError `write-failed` unless the value is of the column's type and can be stored as it is. */
export function checkValue({ name, type }: Column, value: unknown): void {
  if (type === 'STRING' && typeof value === 'string') {
    checkText(name, value);
    return;
  }
  if (type === 'BOOL' && typeof value === 'boolean') return;
  if (type === 'INT64' && Number.isSafeInteger(value)) return;
  if (type === 'STRING[]' && Array.isArray(value) && value.every((element) => typeof element === 'string')) {
    for (const element of value) checkText(name, element);
    return;
  }
  throw new StoreError('write-failed', `Property ${name} should be ${type} and is ${JSON.stringify(value)?.slice(0, 200)}.`);
}

/** Throws a StoreError `write-failed` for text that has no UTF-8: engines would put another character in its place. */
export function checkText(name: string, text: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw new StoreError(
    'write-failed',
    `Property ${name} holds half a character (a lone surrogate), which cannot be stored: ${JSON.stringify(text.slice(0, 200))}. Correct it in the input.`,
  );
}
