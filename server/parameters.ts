/** The building blocks of every route's parameters, checked once. What a client must send stands beside what the code gets. */
import { z } from 'zod';

/** How the document shows a parameter whose check says it only in code. */
export const documentedParameters = z.registry<Readonly<Record<string, unknown>>>();

/** A principal, by ARN or by any part of it that names just one. */
export const name = z.string('is needed, once').trim().min(1, 'must not be empty').max(2048, 'must have at most 2048 characters');

/** `true` or `false`; anything else is refused. */
export const flag = () =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .register(documentedParameters, { type: 'boolean' })
    .optional();

/** A whole number from 1 to `max`. */
export const count = (max: number) =>
  z
    .string('must be given once')
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `must be between 1 and ${max}`)
    .register(documentedParameters, { type: 'integer', minimum: 1, maximum: max })
    .optional();

const mostOffset = 10_000_000;

/** Rows to pass over, for the pages after the first. */
export const offset = z
  .string('must be given once')
  .regex(/^\d{1,8}$/, 'must be a whole number')
  .transform(Number)
  .refine((value) => value <= mostOffset, `must be at most ${mostOffset}`)
  .register(documentedParameters, { type: 'integer', minimum: 0, maximum: mostOffset })
  .optional()
  .describe('Rows to pass over: the `next` of the page before; 0 unless given');

/** Without the keys that were not given, as exactOptionalPropertyTypes wants it. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
