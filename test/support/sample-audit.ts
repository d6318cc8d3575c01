/** An audit as `rolepath audit` gives it, small, with names that try to break out of whatever they are written into. */
import type { AuditAnswer, AuditFinding } from '../../queries/audit-answer.ts';
import { arns, createFakeQuestions } from './fake-questions.ts';

const questions = createFakeQuestions();

/** Breaks out of HTML, scripts, Markdown tables, CSV, terminals and reading order, if anything lets it. */
export const hostile = '</script><img src=x onerror="window.broken=1">|`=cmd()\u202E\u0007';

const query = (id: string, severity: AuditAnswer['queries'][number]['severity'], findings: number): AuditAnswer['queries'][number] => ({
  ...{ id, title: `Title of ${id}`, question: `What of ${id}?`, category: 'exposure', severity, remediation: 'Mend it.' },
  ...{ references: ['https://example.com/'], tags: ['soc2-cc6.1'], parameters: [], columns: [], builtIn: true },
  ...{
    status: findings > 0 ? 'found' : 'passed',
    findings,
    muted: 0,
    truncated: false,
    error: null,
    cypher: 'MATCH (n) RETURN n',
    values: {},
  },
});

const finding = (id: string, fields: Partial<AuditFinding>): AuditFinding => ({
  ...{ id, query: 'open', title: 'Title of open', severity: 'critical', principal: null, role: null, account: null, sentence: 'It is so' },
  ...{ details: {}, chain: null, chainState: null, evidence: [], muted: null },
  ...fields,
});

const { paths } = await questions.paths(arns.alice, arns.admin);
const [path] = paths;
if (path === undefined) throw new Error('The fake organization has no chain from alice to admin.');
const { principals, edges, verdict, requires, sentence } = path;

/** Two open findings with hostile names, one muted, a guard that is not met, mutes that ended. */
export const sampleAudit: AuditAnswer = {
  ...{ snapshot: 'fake-1', incomplete: true, truncated: false, cypher: null, createdAt: '2026-01-02T03:04:05.000Z', source: hostile },
  engine: 'ladybug',
  counts: { critical: 1, high: 1, medium: 0, low: 0, info: 0 },
  muted: 1,
  queries: [
    query('open', 'critical', 1),
    { ...query('wide', 'high', 1), title: hostile, muted: 1 },
    query('none', 'low', 0),
    { ...query('broken', 'medium', 0), status: 'failed', error: `Query broken failed at broken.cypher:7: ${hostile}` },
  ],
  findings: [
    finding('00000000000000a1', {
      principal: questions.describe(arns.alice),
      role: questions.describe(arns.admin),
      account: { id: '300000000003', name: 'acme-prod' },
      chain: { principals, edges, verdict, requires, sentence },
      chainState: 'holds',
      evidence: [{ hop: 1, gate: 'trust', policy: 'p', name: hostile, index: 0, sid: 'Trust', effect: 'Allow' }],
    }),
    finding('00000000000000a2', {
      ...{ query: 'wide', title: hostile, severity: 'high', role: questions.describe(arns.hostile), sentence: hostile },
      account: { id: '400000000004', name: hostile },
      details: { why: hostile, names: [hostile, '=1+1'], count: 3 },
    }),
    finding('00000000000000a3', {
      ...{ query: 'wide', severity: 'high', role: questions.describe(arns.deploy), chainState: 'closed' },
      muted: { why: hostile, until: '2027-01-01' },
    }),
  ],
  guards: [
    {
      ...{ expect: 'unreachable', from: arns.alice, to: arns.admin, why: hostile, met: false, outcome: 'reachable' },
      chain: { principals, edges, verdict, requires, sentence },
    },
  ],
  mutes: [{ what: `query ${hostile}`, why: 'x', until: '2025-01-01', state: 'expired', line: 3 }],
};
