/** Guards for pipelines: from here one must, or must not, get there. */
import { z } from 'zod';
import type { GuardResult } from '../audit-answer.ts';
import type { Questions } from '../questions.ts';
import { readYaml } from '../saved/read-yaml.ts';
import { SavedQueryError } from '../saved/saved-query-error.ts';
import { toAuditChain } from './chains.ts';

const guardSchema = z.strictObject({
  expect: z.enum(['reachable', 'unreachable']),
  from: z.string().trim().min(1, 'must name a principal'),
  to: z.string().trim().min(1, 'must name a role'),
  /** Only chains without conditions count. */
  unconditional: z.boolean().default(false),
  why: z.string().optional(),
});

export type Guard = z.input<typeof guardSchema>;

/** @throws SavedQueryError that names lines */
export function readGuards(file: string, text: string): readonly Guard[] {
  const read = readYaml(file, text, z.strictObject({ guards: z.array(guardSchema) }));
  if ('value' in read) return read.value.guards;
  throw new SavedQueryError(
    'guard-file-invalid',
    'The file of guards is wrong. It is a list "guards" of {expect, from, to, unconditional, why}.',
    {
      problems: read,
    },
  );
}

/** As long as a chain may be. */
const mostHops = 32;

/** A search that was cut short before it found anything meets no expectation. @throws QueryError for names that fit none or several */
export async function checkGuard(questions: Questions, { expect, from, to, unconditional = false, why }: Guard): Promise<GuardResult> {
  const answer = await questions.paths(from, to, { limit: 1, maxHops: mostHops, unconditional });
  const [path] = answer.paths;
  const outcome = path !== undefined ? 'reachable' : answer.truncated ? 'unknown' : 'unreachable';
  return {
    expect,
    from: answer.from.arn,
    to: answer.to.arn,
    why: why ?? null,
    met: outcome === expect,
    outcome,
    chain: path === undefined ? null : toAuditChain(path),
  };
}
