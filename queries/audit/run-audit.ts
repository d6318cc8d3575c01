/** Runs saved queries as an audit: rows become findings with chain and evidence; mutes and guards are applied. */
import type { AuditAnswer, AuditFinding, AuditQuery } from '../audit-answer.ts';
import type { Questions } from '../questions.ts';
import { describeQuery } from '../saved/describe-query.ts';
import { rankOf, type SavedQuery, type Severity, severities } from '../saved/metadata.ts';
import { type ParameterSurroundings, readParameters } from '../saved/parameters.ts';
import { type RunLimits, runSavedQuery } from '../saved/run-saved-query.ts';
import { surroundingsOf } from '../saved/saved-queries.ts';
import { SavedQueryError } from '../saved/saved-query-error.ts';
import { attachChains } from './chains.ts';
import { attachEvidence } from './evidence.ts';
import { checkGuard, type Guard } from './guards.ts';
import { applyMutes, type Mute } from './mutes.ts';
import { type Describer, readRow } from './read-row.ts';

export interface AuditRequest {
  readonly queries: readonly SavedQuery[];
  /** Given to every query that has a parameter of the name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly mutes: readonly Mute[];
  readonly guards: readonly Guard[];
  /** `2026-12-31`, for the mutes. */
  readonly today: string;
  /** Most findings of one query, and most time for it. */
  readonly limits: RunLimits;
  readonly onStep: (text: string) => void;
}

/** Pairs whose chain is searched; about a millisecond each. */
const mostChains = 20_000;

/**
 * A query that fails is told of in its entry, and the rest goes on.
 * Rejects with a SavedQueryError or QueryError for parameters and names that make no sense, and with what cancelling gives.
 */
export async function runAudit(request: AuditRequest, questions: Questions): Promise<AuditAnswer> {
  const { limits, onStep } = request;
  const summary = await questions.summary();
  const surroundings = await surroundingsOf(questions);
  refuseUnknownParameters(request);
  const guards = [];
  for (const guard of request.guards) guards.push(await checkGuard(questions, guard));

  const names = new Map(summary.accounts.map(({ id, name }) => [id, name]));
  const describe: Describer = { principal: (arn) => questions.describe(arn), accountName: (id) => names.get(id) ?? id };
  const ordered = [...request.queries].sort((a, b) => rankOf(b.severity) - rankOf(a.severity) || (a.id < b.id ? -1 : 1));
  const queries: AuditQuery[] = [];
  const findings: AuditFinding[] = [];
  for (const [index, query] of ordered.entries()) {
    onStep(`Query ${index + 1} of ${ordered.length}: ${query.id} …`);
    const ran = await runOne(query, request, surroundings, questions, describe);
    queries.push(ran.entry);
    for (const finding of ran.findings) findings.push(finding);
  }
  onStep('Searching the chains of the findings …');
  const speaking = new Set(ordered.filter(({ reaches }) => reaches).map(({ id }) => id));
  const reasons = await attachChains(
    findings.filter(({ query }) => speaking.has(query)),
    questions,
    mostChains,
  );
  onStep('Reading the evidence …');
  await attachEvidence(reasons, questions, { ...limits, limit: 1_000_000 });
  const mutes = applyMutes(findings, request.mutes, request.today);
  return {
    snapshot: summary.snapshot,
    incomplete: summary.incomplete,
    truncated: queries.some((query) => query.truncated),
    cypher: null,
    createdAt: summary.createdAt,
    source: summary.source,
    engine: questions.engine,
    counts: countBySeverity(findings),
    muted: findings.filter(({ muted }) => muted !== null).length,
    queries: countByQuery(queries, findings),
    findings,
    guards,
    mutes,
  };
}

function refuseUnknownParameters({ parameters, queries }: AuditRequest): void {
  const known = new Set(queries.flatMap((query) => Object.keys(query.parameters)));
  const unknown = Object.keys(parameters).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const all = known.size === 0 ? 'They have none.' : `They have ${[...known].sort().join(', ')}.`;
  throw new SavedQueryError('bad-parameter', `None of the queries has a parameter ${JSON.stringify(unknown)}. ${all}`);
}

async function runOne(
  query: SavedQuery,
  { parameters, limits }: AuditRequest,
  surroundings: ParameterSurroundings,
  questions: Questions,
  describe: Describer,
): Promise<{ entry: AuditQuery; findings: readonly AuditFinding[] }> {
  const given = Object.fromEntries(Object.entries(parameters).filter(([name]) => query.parameters[name] !== undefined));
  const values = await readParameters(query, given, surroundings);
  const entry: AuditQuery = {
    ...describeQuery(query),
    status: 'passed',
    findings: 0,
    muted: 0,
    truncated: false,
    error: null,
    cypher: query.texts[questions.engine].cypher,
    values,
  };
  try {
    const { rows, truncated } = await runSavedQuery(query, values, questions, limits);
    return { entry: { ...entry, truncated }, findings: rows.map((row) => readRow(query, row, describe)) };
  } catch (error) {
    if (!(error instanceof SavedQueryError)) throw error;
    return { entry: { ...entry, status: 'failed', error: error.message }, findings: [] };
  }
}

function countBySeverity(findings: readonly AuditFinding[]): Record<Severity, number> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity, muted } of findings) if (muted === null) counts[severity] += 1;
  return counts;
}

function countByQuery(queries: readonly AuditQuery[], findings: readonly AuditFinding[]): AuditQuery[] {
  const open = new Map<string, number>();
  const muted = new Map<string, number>();
  for (const finding of findings) {
    const counts = finding.muted === null ? open : muted;
    counts.set(finding.query, (counts.get(finding.query) ?? 0) + 1);
  }
  return queries.map((query) => {
    const found = open.get(query.id) ?? 0;
    return {
      ...query,
      findings: found,
      muted: muted.get(query.id) ?? 0,
      status: query.status === 'failed' ? 'failed' : found > 0 ? 'found' : 'passed',
    };
  });
}
