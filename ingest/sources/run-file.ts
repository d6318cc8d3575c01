/**
 * run.json: how far a live collection has come. A Collection that has one is whole only once the file says so, so a run that was
 * cut off never looks like a small organization. What the run could not read stands in it as findings.
 */
import { z } from 'zod';
import { type Finding, findingSchema } from '../../graph/finding.ts';
import { readJsonFile } from './read-json-file.ts';

export const runFileName = 'run.json';

export const runSchema = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  startedAt: z.string(),
  /** ISO 8601; null while the run goes on, and for ever if it was cut off. */
  finishedAt: z.string().nullable(),
  /** Whose answers these are: the account of the credentials and its organization, `''` for none. Both must agree to go on with it. */
  account: z.string(),
  organization: z.string(),
  /** What was not read, and why. Empty until the run has finished. */
  findings: z.array(findingSchema),
});

export type RunFile = z.infer<typeof runSchema>;

export const isRunFile = (name: string): boolean => name === runFileName || name === `${runFileName}.gz`;

/** What the run has to say of the Collection it wrote. */
export async function readRunFile(path: string, file: string): Promise<readonly Finding[]> {
  const { json, findings } = await readJsonFile(path, file);
  if (json === undefined) return findings;
  const run = runSchema.safeParse(json);
  if (!run.success)
    return [...findings, problem(file, 'broken-run', 'it is not what a live run writes, so whether the Collection is whole is unknown')];
  if (run.data.finishedAt === null)
    return [
      ...findings,
      problem(file, 'unfinished-collection', `the live run of ${run.data.startedAt} was cut off: what it had not read yet is missing`),
    ];
  return [...findings, ...run.data.findings];
}

const problem = (file: string, code: string, reason: string): Finding => ({
  severity: 'unknown',
  code,
  file,
  path: null,
  reason,
  remedy: 'Run: rolepath ingest --live --resume',
});
