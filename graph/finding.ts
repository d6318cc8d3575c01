/** Something about the input that people must hear of. Kept on the snapshot, in its Collection, and shown in answers. */
import { z } from 'zod';

export const findingSchema = z.object({
  /** `skipped`: an entry or file was left out. `unknown`: something is missing, so what depends on it is unknown. `notice`: worth a look, nothing lost. */
  severity: z.enum(['skipped', 'unknown', 'notice']),
  /** Stable, kebab-case: `broken-json`, `missing-boundary`, … */
  code: z.string(),
  /** File path relative to the source that was given, `/` as separator. */
  file: z.string(),
  /** JSON path within the file (`$.RoleDetailList[3].AssumeRolePolicyDocument`), or null for the whole file. */
  path: z.string().nullable(),
  reason: z.string(),
  /** What the reader can do about it. */
  remedy: z.string(),
});

export type Finding = Readonly<z.infer<typeof findingSchema>>;
