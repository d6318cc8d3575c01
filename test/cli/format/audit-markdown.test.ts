/** The job summary: tables that keep their columns, and names that stay text, whatever they hold. */
import { expect, test } from 'vitest';
import { renderAuditMarkdown } from '../../../cli/format/audit/audit-markdown.ts';
import type { AuditAnswer } from '../../../queries/audit-answer.ts';
import { sampleAudit } from '../../support/sample-audit.ts';

/** The sample with this name wherever somebody else chose the words. */
function auditNamed(name: string): AuditAnswer {
  const principal = (one: NonNullable<AuditAnswer['findings'][number]['role']>) => ({ ...one, arn: `arn:aws:iam::1:role/${name}`, name });
  return {
    ...sampleAudit,
    source: name,
    queries: sampleAudit.queries.map((query) => ({ ...query, title: name, error: query.error === null ? null : name })),
    findings: sampleAudit.findings.map((finding) => ({
      ...finding,
      title: name,
      sentence: name,
      role: finding.role && principal(finding.role),
      account: finding.account && { ...finding.account, name },
      details: { [name]: name },
      chain: finding.chain && { ...finding.chain, principals: finding.chain.principals.map(principal), requires: [name] },
    })),
    guards: sampleAudit.guards.map((guard) => ({ ...guard, from: name, to: name, why: name })),
    mutes: sampleAudit.mutes.map((mute) => ({ ...mute, what: name })),
  };
}

const names: readonly (readonly [what: string, name: string])[] = [
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['bars', 'a|b||c|'],
  ['backticks', 'a`b``c```d'],
  ['line ends', 'a\nb\r\nc\u2028d\u0085e\u000bf'],
  ['a link', '[click](javascript:alert(1)) ![x](http://example.com/x.png) <http://example.com>'],
  ['emphasis', '**a** __b__ ~~c~~ *d* _e_'],
  ['a heading and a rule', '# a\n---\n> b'],
  ['a backslash at the end', 'a\\'],
  ['a character reference', '&lt;b&gt; &#60;b&#62;'],
  ['a mention and an issue', '@octocat #1 org/repo#2'],
  ['reading order and control characters', 'a\u202eb\u0007c\u200bd'],
  ['a fence', '```\nend'],
  ['a comment', '<!-- hidden -->'],
];

/** What Markdown, HTML or a terminal could take for more than text. A character reference is none of it. */
const markupOf = (line: string): readonly string[] =>
  line.replace(/&#\d+;/g, '').match(/<\/?\w*|[>|`*_~[\]()!#\\]|&|\p{Cc}|[\u2028\u2029\u202a-\u202e\u200b]/gu) ?? [];

test.each(names)('%s', (_what, name) => {
  const lines = renderAuditMarkdown(auditNamed(name)).split('\n');
  // As many lines as with a harmless name: no name begins one of its own.
  const harmless = renderAuditMarkdown(auditNamed('harmless')).split('\n');
  expect(lines.length).toBe(harmless.length);
  for (const [index, line] of lines.entries()) {
    // All markup is the summary's own: `<code>`, `**`, bars.
    expect(markupOf(line), line).toEqual(markupOf(harmless[index] ?? ''));
  }
});

test('says what is open, muted, failed, not met and out of date', () => {
  const text = renderAuditMarkdown(sampleAudit);
  for (const part of ['**1** critical', '1 muted', '❌ not met', 'could not be answered', 'ended on 2025-01-01', 'incomplete data'])
    expect(text).toContain(part);
  expect(text.endsWith('\n\n')).toBe(true);
});

test('names the first few of each query, and how many more there are', () => {
  const [finding] = sampleAudit.findings;
  if (finding === undefined) throw new Error('The sample has lost its findings.');
  const findings = Array.from({ length: 50_000 }, (_, index) => ({ ...finding, query: `q${Math.floor(index / 5000)}` }));
  const text = renderAuditMarkdown({ ...sampleAudit, findings });
  expect(text).toContain('… and 49980 more.');
  expect(text.split('\n').filter((line) => line.startsWith('| critical | ') && line.includes('→')).length).toBe(20);
  expect(renderAuditMarkdown({ ...sampleAudit, findings: findings.slice(0, 5000) })).toContain('… and 4997 more.');
  expect(text.length).toBeLessThan(60_000);
});

test('nothing found is said in a line', () => {
  const text = renderAuditMarkdown({
    ...sampleAudit,
    findings: [],
    queries: [],
    guards: [],
    mutes: [],
    muted: 0,
    counts: {} as AuditAnswer['counts'],
  });
  expect(text).toContain('No findings.');
  expect(text).not.toContain('|');
});
