/** The mute file: what is accepted, why, and until when. An entry whose day has passed mutes nothing, and is said. */
import { z } from 'zod';
import type { AuditAnswer, AuditFinding } from '../audit-answer.ts';
import { readYaml } from '../saved/read-yaml.ts';
import { SavedQueryError } from '../saved/saved-query-error.ts';

const day = z
  .string('must be a day as 2026-12-31')
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a day as 2026-12-31')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is no day of the calendar');
const glob = z.string().min(1, 'must not be empty');

const muteSchema = z
  .strictObject({
    /** The id of a query. */
    query: glob.optional(),
    /** The id of one finding. */
    finding: glob.optional(),
    /** ARNs and account ids or names; `*` stands for any text. */
    principal: glob.optional(),
    role: glob.optional(),
    account: glob.optional(),
    why: z.string().trim().min(1, 'must say why'),
    /** The last day on which it mutes. */
    until: day,
  })
  .refine(({ query, finding }) => query !== undefined || finding !== undefined, 'needs a query or a finding, by id');

const muteFileSchema = z.strictObject({ mutes: z.array(muteSchema) });

export interface Mute extends z.infer<typeof muteSchema> {
  readonly line: number;
}

/** `file` is for messages. @throws SavedQueryError that names lines */
export function readMutes(file: string, text: string, isQuery: (id: string) => boolean): readonly Mute[] {
  const read = readYaml(file, text, muteFileSchema);
  const problems = 'value' in read ? [] : [...read];
  const mutes = 'value' in read ? read.value.mutes.map((mute, index) => ({ ...mute, line: read.lineOf(['mutes', index]) })) : [];
  for (const { query, line } of mutes) {
    if (query !== undefined && !isQuery(query)) problems.push({ file, line, reason: `there is no query ${JSON.stringify(query)}` });
  }
  if (problems.length === 0) return mutes;
  throw new SavedQueryError(
    'mute-file-invalid',
    'The mute file is wrong. It is a list "mutes" of {query, principal, role, account, why, until}.',
    {
      problems,
    },
  );
}

/** Marks the findings that are muted on that day (`2026-12-31`), and says what became of each entry. */
export function applyMutes(findings: readonly AuditFinding[], mutes: readonly Mute[], today: string): AuditAnswer['mutes'] {
  return mutes.map((mute) => {
    const { why, until, line } = mute;
    const told = { what: describeMute(mute), why, until, line };
    if (until < today) return { ...told, state: 'expired' };
    const fits = matcherOf(mute);
    const muted = findings.filter(fits);
    for (const finding of muted) finding.muted ??= { why, until };
    return { ...told, state: muted.length > 0 ? 'used' : 'unused' };
  });
}

const describeMute = (mute: Mute): string =>
  (['query', 'finding', 'principal', 'role', 'account'] as const)
    .flatMap((key) => (mute[key] === undefined ? [] : [`${key} ${mute[key]}`]))
    .join(', ');

function matcherOf({ query, finding, principal, role, account }: Mute): (candidate: AuditFinding) => boolean {
  const tests: ((candidate: AuditFinding) => boolean)[] = [];
  const among = (pattern: string | undefined, texts: (candidate: AuditFinding) => readonly (string | undefined)[]): void => {
    if (pattern === undefined) return;
    const fits = globTest(pattern);
    tests.push((candidate) => texts(candidate).some((text) => text !== undefined && fits(text)));
  };
  if (query !== undefined) tests.push((candidate) => candidate.query === query);
  if (finding !== undefined) tests.push((candidate) => candidate.id === finding);
  among(principal, (candidate) => [candidate.principal?.arn]);
  among(role, (candidate) => [candidate.role?.arn]);
  among(account, (candidate) => [candidate.account?.id, candidate.account?.name]);
  return (candidate) => tests.every((test) => test(candidate));
}

/** Whether a text fits the pattern as a whole. Works part by part, so that no pattern can make it slow. */
function globTest(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
