/** Collects assume edges role by role and hands them out in columns, sorted by source. Reasons are stored once. */
import { createHash } from 'node:crypto';
import type { EdgeColumns } from '../../graph/access-graph.ts';
import { type EdgeProperties, packEdge } from '../../graph/edge-flags.ts';
import { type AssumeOutcome, type Gate, requiresOf } from '../../iam/index.ts';

/** A statement that decided, by content: `<document id>/<index>`. */
export interface DecidingStatement {
  readonly gate: Gate;
  readonly documentId: string;
  readonly index: number;
}

export interface DerivedReason {
  readonly id: string;
  readonly alternatives: AssumeOutcome['alternatives'];
  readonly tagSession: AssumeOutcome['alternatives'];
  readonly setSourceIdentity: AssumeOutcome['alternatives'];
  readonly requires: readonly string[];
  readonly truncated: boolean;
  readonly statements: readonly DecidingStatement[];
}

/** A decision that lets the caller in. */
export type Granted = Omit<EdgeProperties, 'crossAccount'> &
  Pick<AssumeOutcome, 'alternatives' | 'tagSession' | 'setSourceIdentity' | 'truncated'>;

/** A decision as an edge has it: its scalar properties and its reason. Computed once for a class of callers. */
export interface EdgeShape {
  readonly outcome: Pick<Granted, 'alternatives' | 'truncated'>;
  readonly reason: number;
  /** See edge-flags.ts, within one account and across accounts; null if there is no edge. */
  readonly flags: { readonly within: number; readonly across: number } | null;
}

/** The shape of a refusal: no edge comes of it. */
export const noEdge: EdgeShape = { outcome: { alternatives: [], truncated: false }, reason: 0, flags: null };

export class EdgeBuilder {
  readonly reasons: DerivedReason[] = [];
  readonly #reasonIndex = new Map<string, number>();
  #from = new Uint32Array(1024);
  #to = new Uint32Array(1024);
  #reason = new Uint32Array(1024);
  #flags = new Uint16Array(1024);
  #length = 0;

  shape(outcome: Granted, statements: readonly DecidingStatement[]): EdgeShape {
    const { alternatives, tagSession, setSourceIdentity } = outcome;
    const content = JSON.stringify([
      alternatives,
      tagSession,
      setSourceIdentity,
      outcome.truncated,
      statements.map(({ gate, documentId, index }) => `${gate}:${documentId}/${index}`),
    ]);
    let reason = this.#reasonIndex.get(content);
    if (reason === undefined) {
      const id = createHash('sha256').update(content).digest('hex').slice(0, 24);
      const requires = requiresOf(alternatives);
      const { truncated } = outcome;
      reason = this.reasons.push({ id, alternatives, tagSession, setSourceIdentity, requires, truncated, statements }) - 1;
      this.#reasonIndex.set(content, reason);
    }
    const pack = (crossAccount: boolean) => packEdge({ ...outcome, crossAccount });
    return { outcome, reason, flags: { within: pack(false), across: pack(true) } };
  }

  /**
   * The edges of one source are added in the order of the final numbers of their targets.
   * @param from and `to` are numbers of principals, `reason` indexes `reasons`
   * @param flags see edge-flags.ts
   */
  add(from: number, to: number, reason: number, flags: number): void {
    if (this.#length === this.#from.length) this.#grow();
    const at = this.#length++;
    this.#from[at] = from;
    this.#to[at] = to;
    this.#reason[at] = reason;
    this.#flags[at] = flags;
  }

  #grow(): void {
    const size = this.#from.length * 2;
    const grown = (column: Uint32Array) => {
      const next = new Uint32Array(size);
      next.set(column);
      return next;
    };
    [this.#from, this.#to, this.#reason] = [grown(this.#from), grown(this.#to), grown(this.#reason)];
    const flags = new Uint16Array(size);
    flags.set(this.#flags);
    this.#flags = flags;
  }

  /**
   * Sorted by source, then target. A pair has at most one edge: a caller has one way to call.
   * @param rank the final number of each principal by the number it was added with
   */
  columns(rank: Uint32Array): EdgeColumns {
    const length = this.#length;
    const places = this.#placesBySource(rank);
    const columns = {
      length,
      from: new Uint32Array(length),
      to: new Uint32Array(length),
      reason: new Uint32Array(length),
      flags: new Uint16Array(length),
    };
    for (let edge = 0; edge < length; edge++) {
      const from = rank[this.#from[edge] ?? 0] ?? 0;
      const place = places[from] ?? 0;
      places[from] = place + 1;
      columns.from[place] = from;
      columns.to[place] = rank[this.#to[edge] ?? 0] ?? 0;
      columns.reason[place] = this.#reason[edge] ?? 0;
      columns.flags[place] = this.#flags[edge] ?? 0;
    }
    return columns;
  }

  /** Where the first edge of each source goes, by its final number. */
  #placesBySource(rank: Uint32Array): Uint32Array {
    const places = new Uint32Array(rank.length + 1);
    for (let edge = 0; edge < this.#length; edge++) {
      const next = (rank[this.#from[edge] ?? 0] ?? 0) + 1;
      places[next] = (places[next] ?? 0) + 1;
    }
    for (let at = 0; at < rank.length; at++) places[at + 1] = (places[at + 1] ?? 0) + (places[at] ?? 0);
    return places;
  }
}
