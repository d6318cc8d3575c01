/** The mute file: what it mutes, and that it says what ended, what fits nothing, and what is wrong with it. */
import { describe, expect, test } from 'vitest';
import { applyMutes, readMutes } from '../../../queries/audit/mutes.ts';
import type { AuditFinding } from '../../../queries/audit-answer.ts';
import { SavedQueryError } from '../../../queries/saved/saved-query-error.ts';

const today = '2026-06-15';
const knownQueries = ['open', 'users'];

const ref = (arn: string) => ({ arn, kind: 'role', name: arn, accountId: null, accountName: null, collected: true });
const finding = (id: string, query: string, role: string | null, account = '111122223333'): AuditFinding => ({
  ...{ id, query, title: '', severity: 'high', principal: null, sentence: '', details: {}, chain: null, chainState: null, evidence: [] },
  role: role === null ? null : ref(role),
  account: { id: account, name: 'build' },
  muted: null,
});
const findings = () => [
  finding('f1', 'open', 'arn:r/a-dev'),
  finding('f2', 'open', 'arn:r/b-prod'),
  finding('f3', 'users', null, '444455556666'),
];

interface Case {
  readonly name: string;
  readonly mute: string;
  readonly muted: readonly string[];
  readonly state: string;
}

const cases: readonly Case[] = [
  { name: 'a query', mute: 'query: open, until: 2026-12-31', muted: ['f1', 'f2'], state: 'used' },
  { name: 'its last day', mute: 'query: open, until: 2026-06-15', muted: ['f1', 'f2'], state: 'used' },
  { name: 'the day after', mute: 'query: open, until: 2026-06-14', muted: [], state: 'expired' },
  { name: 'one finding', mute: 'finding: f3, until: 2026-12-31', muted: ['f3'], state: 'used' },
  { name: 'roles by pattern', mute: 'query: open, role: "*-prod", until: 2026-12-31', muted: ['f2'], state: 'used' },
  { name: 'a pattern with several stars', mute: 'query: open, role: "arn:*/*-*v", until: 2026-12-31', muted: ['f1'], state: 'used' },
  { name: 'a pattern whose ends overlap', mute: 'query: open, role: "arn:r/a-dev*a-dev", until: 2026-12-31', muted: [], state: 'unused' },
  { name: 'a role where the finding has none', mute: 'query: users, role: "*", until: 2026-12-31', muted: [], state: 'unused' },
  { name: 'an account by name', mute: 'query: users, account: build, until: 2026-12-31', muted: ['f3'], state: 'used' },
  { name: 'an account by id', mute: 'query: open, account: "4444*", until: 2026-12-31', muted: [], state: 'unused' },
];

test.each(cases)('$name', ({ mute, muted, state }) => {
  const list = findings();
  const mutes = readMutes('mutes.yaml', `mutes:\n  - {${mute}, why: Accepted}\n`, (id) => knownQueries.includes(id));
  expect(applyMutes(list, mutes, today)).toMatchObject([{ state, line: 2, why: 'Accepted' }]);
  expect(list.filter((one) => one.muted !== null).map(({ id }) => id)).toEqual(muted);
});

describe('wrong mute files', () => {
  test.each([
    ['not YAML', 'mutes: [', '1: it is not YAML'],
    ['another key', 'mute: []', '1: mute: there is no such key'],
    ['no reason', 'mutes:\n  - {query: open, until: 2026-12-31}', '2: mutes.0.why: is needed'],
    ['no end', 'mutes:\n  - {query: open, why: Yes}', '2: mutes.0.until: is needed'],
    ['no day', 'mutes:\n  - {query: open, why: Yes, until: tomorrow}', '2: mutes.0.until: must be a day'],
    ['a day that is none', 'mutes:\n  - {query: open, why: Yes, until: 2026-13-01}', '2: mutes.0.until: is no day'],
    ['neither query nor finding', 'mutes:\n  - {role: "*", why: Yes, until: 2026-12-31}', '2: mutes.0: needs a query or a finding'],
    ['an unknown query', 'mutes:\n  - {query: opne, why: Yes, until: 2026-12-31}', '2: there is no query "opne"'],
  ])('%s', (_name, text, expected) => {
    let error: unknown;
    try {
      readMutes('m.yaml', text, (id) => knownQueries.includes(id));
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof SavedQueryError)) throw new Error('It was taken.');
    expect(error.code).toBe('mute-file-invalid');
    expect(error.problems.map(({ line, reason }) => `${line}: ${reason}`).join('\n')).toContain(expected);
  });
});
