/**
 * Asks the evaluator, unless an earlier ingest asked it the same: a decision is the same as long as caller, role and all policies over
 * both are. So what is taken over equals what deciding anew would give.
 */
import { unpackEdge } from '../../graph/edge-flags.ts';
import {
  type AccountFacts,
  type AssumeOutcome,
  type Caller,
  evaluateAssumeRole,
  evaluateAssumeRoot,
  type Gate,
  type PolicyUse,
  type Statement,
  type TargetRole,
} from '../../iam/index.ts';
import { DecisionKeys } from './decision-key.ts';
import { type DecidingStatement, type DerivedReason, type EdgeBuilder, type EdgeShape, noEdge } from './edge-builder.ts';

type KeptReason = Omit<DerivedReason, 'id' | 'requires'>;

/** What one ingest decided, for the next one. Answers to keys of decision-key.ts. */
export interface KeptDecisions {
  readonly reasons: readonly KeptReason[];
  /** Per key `index into reasons * answersPerReason + flags` (edge-flags.ts, within one account); -1: denied. */
  readonly answers: ReadonlyMap<string, number>;
}

/** How much was decided anew. An account counts with the decisions about its roles. */
export interface DecisionCounts {
  readonly decisions: number;
  readonly decidedAnew: number;
  readonly accounts: number;
  readonly accountsDecidedAnew: number;
}

/** What the evaluator says of a request, as far as edges need it. */
interface Evaluated {
  readonly outcome: AssumeOutcome;
  readonly gates: {
    readonly findings: readonly { readonly gate: Gate; readonly allows: readonly Match[]; readonly denies: readonly Match[] }[];
  };
}

interface Match {
  readonly use: PolicyUse;
  readonly statement: Statement;
  readonly holds: unknown;
}

/** Flags are 16 bits. */
export const answersPerReason = 0x1_0000;

export class Decisions {
  readonly #builder: EdgeBuilder;
  readonly #earlier: KeptDecisions | null;
  readonly #keys = new DecisionKeys();
  readonly #answers = new Map<string, number>();
  readonly #recalled = new Map<number, EdgeShape>();
  /** By account id of the role: was anything decided anew? */
  readonly #accounts = new Map<string, boolean>();
  #decidedAnew = 0;

  constructor(builder: EdgeBuilder, earlier: KeptDecisions | null) {
    this.#builder = builder;
    this.#earlier = earlier;
  }

  decide(caller: Caller, role: TargetRole): EdgeShape {
    return this.#answer(this.#keys.of(caller, role), role.account.id, () => evaluateAssumeRole(caller, role));
  }

  /** May the caller open a root session in the account? */
  decideRoot(caller: Caller, member: AccountFacts): EdgeShape {
    return this.#answer(this.#keys.of(caller, member), member.id, () => evaluateAssumeRoot(caller, member));
  }

  #answer(key: string, accountId: string, evaluate: () => Evaluated): EdgeShape {
    const known = this.#earlier?.answers.get(key);
    const shape = known === undefined ? this.#evaluate(evaluate) : this.#recall(known);
    this.#answers.set(key, shape.flags ? shape.reason * answersPerReason + shape.flags.within : -1);
    this.#accounts.set(accountId, known === undefined || this.#accounts.get(accountId) === true);
    return shape;
  }

  /** To be called when all is decided. */
  kept = (): KeptDecisions => ({ reasons: this.#builder.reasons, answers: this.#answers });

  counts = (): DecisionCounts => ({
    decisions: this.#answers.size,
    decidedAnew: this.#decidedAnew,
    accounts: this.#accounts.size,
    accountsDecidedAnew: [...this.#accounts.values()].filter((anew) => anew).length,
  });

  #evaluate(evaluate: () => Evaluated): EdgeShape {
    this.#decidedAnew += 1;
    const { outcome, gates } = evaluate();
    const { verdict } = outcome;
    if (verdict === 'denied') return noEdge;
    const statements: DecidingStatement[] = [];
    for (const { gate, allows, denies } of gates.findings) {
      // That the organization lets root sessions be opened is no statement of any policy.
      if (gate === 'trust' && outcome.action === 'sts:AssumeRoot') continue;
      for (const { use, statement, holds } of [...allows, ...denies]) {
        if (holds !== false && use.document) statements.push({ gate, documentId: use.document.id, index: statement.index });
      }
    }
    return this.#builder.shape({ ...outcome, verdict }, unique(statements));
  }

  #recall(answer: number): EdgeShape {
    const reason = this.#earlier?.reasons[Math.floor(answer / answersPerReason)];
    if (!reason) return noEdge;
    let shape = this.#recalled.get(answer);
    if (!shape) {
      const { alternatives, tagSession, setSourceIdentity, truncated, statements } = reason;
      const { crossAccount: _, ...properties } = unpackEdge(answer % answersPerReason);
      shape = this.#builder.shape({ ...properties, alternatives, tagSession, setSourceIdentity, truncated }, statements);
      this.#recalled.set(answer, shape);
    }
    return shape;
  }
}

function unique(statements: readonly DecidingStatement[]): DecidingStatement[] {
  const byPlace = new Map(statements.map((statement) => [`${statement.gate} ${statement.documentId}/${statement.index}`, statement]));
  return [...byPlace.keys()].sort().flatMap((place) => byPlace.get(place) ?? []);
}
