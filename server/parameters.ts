/** The query parameters of every route, checked once. Unknown parameters are refused, so that a misspelt filter is not ignored. */
import { z } from 'zod';

const name = z.string('is needed').trim().min(1, 'must not be empty').max(2048, 'must have at most 2048 characters');
const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')
  .optional();
const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `must be between 1 and ${max}`)
    .optional();

const chainOptions = { maxHops: count(32), limit: count(100_000), unconditional: flag, crossAccount: flag };

export const noParameters = z.strictObject({});
export const searchParameters = z.strictObject({
  q: z.string('is needed').max(2048, 'must have at most 2048 characters'),
  limit: count(1000),
});
export const principalParameters = z.strictObject({ name });
export const neighboursParameters = z.strictObject({ name, limit: count(10_000) });
export const pathsParameters = z.strictObject({ from: name, to: name, ...chainOptions });
export const explainParameters = z.strictObject({ from: name, to: name });
export const reachParameters = z
  .strictObject({ from: name.optional(), to: name.optional(), ...chainOptions })
  .refine((given) => (given.from === undefined) !== (given.to === undefined), 'Give either from or to');

/** Without the keys that were not given, as exactOptionalPropertyTypes wants it. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
