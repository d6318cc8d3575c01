/**
 * Questions: the façade that the command line and the server ask. One implementation over an open snapshot; every
 * method answers with a shape of answers.ts or rejects with a QueryError or a StoreError.
 */
import type { CypherRunner } from '../graph/cypher-runner.ts';
import type {
  ChokePointsAnswer,
  CutAnswer,
  CypherAnswer,
  Edge,
  EdgeCutAnswer,
  ExplainAnswer,
  NeighboursAnswer,
  PathsAnswer,
  PrincipalAnswer,
  PrincipalAnswerRef,
  ReachAnswer,
  SearchAnswer,
  SummaryAnswer,
} from './answers.ts';
import type { BetweenAnswer, OverviewAnswer, OverviewOptions } from './overview-answer.ts';
import type { PrincipalAccess } from './reports/principal-access.ts';

export type QueryErrorCode = 'unknown-principal' | 'ambiguous-principal' | 'not-a-role' | 'invalid-argument' | 'cancelled';

/** A question that cannot be answered as asked. `candidates` is filled for ambiguous and for near-miss unknown names. */
export class QueryError extends Error {
  readonly code: QueryErrorCode;
  readonly candidates: readonly PrincipalAnswerRef[];
  constructor(code: QueryErrorCode, message: string, candidates: readonly PrincipalAnswerRef[] = []) {
    super(message);
    this.name = 'QueryError';
    this.code = code;
    this.candidates = candidates;
  }
}

export interface PageOptions {
  /** Most rows to answer with. */
  readonly limit?: number;
  /** Rows to pass over: the `next` of the page before. */
  readonly offset?: number;
}

/** `limit`: reach 1000, paths 25 unless given. */
export interface ChainOptions extends PageOptions {
  /** 1 to 32; 8 unless given. */
  readonly maxHops?: number;
  /** Follow edges without conditions only. */
  readonly unconditional?: boolean;
  /** Keep rows whose chain crosses accounts only. */
  readonly crossAccount?: boolean;
  /** Follow edges alone, without what one hop sets and a later one asks for. */
  readonly stateless?: boolean;
  /** Follow no edge that asks for one of these, as in `Edge.requires`. */
  readonly without?: readonly string[];
  /** Reach: rows of these kinds of principals only. */
  readonly kinds?: readonly string[];
  /** Id, name or alias: rows in this account only; chains that pass through it. */
  readonly account?: string;
  /** Path of a unit from the root, or its end: rows in accounts under it only; chains that pass through one. */
  readonly unit?: string;
  /** Reach: rows that are high-value targets only. */
  readonly highValue?: boolean;
  /** Paths: fewest hops first (`hops`), or fewest conditional hops first. */
  readonly order?: 'hops' | 'conditions';
  /** Paths: those of the fewest hops only. */
  readonly shortest?: boolean;
}

export interface CypherOptions {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Most rows; 1000 unless given. */
  readonly limit?: number;
  /** Most time in milliseconds; 30,000 unless given. */
  readonly milliseconds?: number;
  /** Ends the query when aborted. */
  readonly signal?: AbortSignal;
}

export type CutOptions = Pick<ChainOptions, 'maxHops' | 'limit' | 'stateless'>;

/**
 * Principals are named by ARN or by any part of it that names just one; `role:admin` narrows by kind.
 */
export interface Questions {
  /** Id of the snapshot that is asked; see Envelope. */
  readonly snapshot: string;
  /** Whose dialect `cypher` takes. */
  readonly engine: CypherRunner['engine'];
  summary(): Promise<SummaryAnswer>;
  search(text: string, options?: PageOptions): Promise<SearchAnswer>;
  principal(name: string): Promise<PrincipalAnswer>;
  /** Whom exactly this ARN names; null if the snapshot has no such principal. */
  describe(arn: string): PrincipalAnswerRef | null;
  neighbours(name: string, options?: PageOptions): Promise<NeighboursAnswer>;
  /** Every role that the principal can reach. */
  reachFrom(name: string, options?: ChainOptions): Promise<ReachAnswer>;
  /** Everyone who can reach the role. */
  reachTo(name: string, options?: ChainOptions): Promise<ReachAnswer>;
  paths(from: string, to: string, options?: ChainOptions): Promise<PathsAnswer>;
  explain(from: string, to: string): Promise<ExplainAnswer>;
  /** The statements whose removal keeps the most principals (or the one given) from the role. */
  cut(to: string, options?: CutOptions & { readonly from?: string }): Promise<CutAnswer>;
  /** What is lost with the edge from one principal to another. */
  cutEdge(from: string, to: string, options?: CutOptions): Promise<EdgeCutAnswer>;
  /** Roles through which the most pairs of a principal and a high-value role pass. */
  chokePoints(options?: Pick<CutOptions, 'maxHops'> & PageOptions): Promise<ChokePointsAnswer>;
  /** One read-only query; rejects with a CypherError too. */
  cypher(text: string, options?: CypherOptions): Promise<CypherAnswer>;
  /** The organization as a map of accounts or units. */
  overview(options: OverviewOptions): Promise<OverviewAnswer>;
  /** The edges from one account, unit or place outside into another; 1000 unless `limit` says otherwise. */
  between(from: string, to: string, options?: PageOptions): Promise<BetweenAnswer>;
  /** Every edge, sorted by from, then to, then action. */
  edges(): IterableIterator<Edge>;
  /** The Principal Access Summary; nothing is read before its rows are asked for. */
  principalAccess(): PrincipalAccess;
}
