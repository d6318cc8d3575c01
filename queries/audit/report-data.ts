/**
 * An audit as data that a page can carry with it: every principal, statement and account once, and findings that point to them, so that
 * 100,000 findings stay small.
 */
import type { AuditAnswer, AuditFinding } from '../audit-answer.ts';

/** `[arn, kind, name, account]`; account is its name, or its id, or empty. */
export type ReportPrincipal = readonly [arn: string, kind: string, name: string, account: string];

/** `[hop, statement]`: 1-based hop of the chain, index into `statements`. */
export type ReportEvidence = readonly [hop: number, statement: number];

export interface ReportChain {
  /** Indexes into `principals`; one more than there are edges. */
  readonly p: readonly number[];
  /** What each hop asks for, joined by commas; null: nothing. */
  readonly e: readonly (string | null)[];
}

export interface ReportFinding {
  readonly id: string;
  /** Index into `queries`. */
  readonly q: number;
  /** Indexes into `principals`; -1: none. */
  readonly p: number;
  readonly r: number;
  /** Index into `accounts`; -1: none. */
  readonly a: number;
  readonly d?: Readonly<Record<string, unknown>>;
  readonly c?: ReportChain;
  readonly s?: 'closed' | 'not-searched';
  readonly e?: readonly ReportEvidence[];
  /** Why and until when it is muted. */
  readonly m?: readonly [why: string, until: string];
}

export interface ReportQuery {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly severity: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly remediation: string;
  readonly references: readonly string[];
  readonly cypher: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ReportData {
  readonly queries: readonly ReportQuery[];
  readonly principals: readonly ReportPrincipal[];
  /** `[gate, effect, policy name, index, sid, policy id]` */
  readonly statements: readonly (readonly [gate: string, effect: string, name: string, index: number, sid: string, policy: string])[];
  readonly accounts: readonly (readonly [id: string, name: string])[];
  readonly findings: readonly ReportFinding[];
}

export function toReportData({ queries, findings }: AuditAnswer): ReportData {
  const numbers = new Map(queries.map(({ id }, index) => [id, index]));
  const principals = new Collected<ReportPrincipal>();
  const statements = new Collected<ReportData['statements'][number]>();
  const accounts = new Collected<ReportData['accounts'][number]>();
  const principal = (one: AuditFinding['principal']): number =>
    one === null ? -1 : principals.add(one.arn, () => [one.arn, one.kind, one.name, one.accountName ?? one.accountId ?? '']);
  const rows = findings.map((finding): ReportFinding => {
    const { id, query, account, details, chain, chainState, evidence, muted } = finding;
    return {
      id,
      q: numbers.get(query) ?? 0,
      p: principal(finding.principal),
      r: principal(finding.role),
      a: account === null ? -1 : accounts.add(account.id, () => [account.id, account.name]),
      ...(Object.keys(details).length === 0 ? {} : { d: details }),
      ...(chain === null
        ? {}
        : {
            c: {
              p: chain.principals.map(principal),
              e: chain.edges.map((edge) => (edge.verdict === 'allowed' ? null : edge.requires.join(', '))),
            },
          }),
      ...(chainState === null || chainState === 'holds' ? {} : { s: chainState }),
      ...(evidence.length === 0
        ? {}
        : {
            e: evidence.map(({ hop, gate, effect, name, index, sid, policy }): ReportEvidence => {
              const place = statements.add(`${gate} ${policy} ${index}`, () => [gate, effect, name, index, sid ?? '', policy]);
              return [hop, place];
            }),
          }),
      ...(muted === null ? {} : { m: [muted.why, muted.until] as const }),
    };
  });
  return {
    queries: queries.map(({ id, title, question, severity, category, tags, remediation, references, cypher, values }) => ({
      ...{ id, title, question, severity, category, tags, remediation, references, cypher, values },
    })),
    principals: principals.items,
    statements: statements.items,
    accounts: accounts.items,
    findings: rows,
  };
}

/** Things that are kept once each, and go by their number. */
class Collected<Item> {
  readonly items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  add(key: string, make: () => Item): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    this.items.push(make());
    return this.items.length - 1;
  }
}
