/** What every gate reports of a request, and who is bound by which. */
import type { Formula } from '../logic/formula.ts';
import type { StatementMatch } from '../request.ts';
import type { AccountFacts, Caller, Gate, PolicyUse } from '../types.ts';

/** One gate before it is put into words. `formula` null: it does not apply. */
export interface GateFinding {
  readonly gate: Gate;
  readonly formula: Formula | null;
  readonly allows: readonly StatementMatch[];
  readonly denies: readonly StatementMatch[];
  readonly missing: readonly PolicyUse[];
  /** Guardrail levels and other facts that are named in the sentence. */
  readonly note: string | null;
}

/** What is asked for: a role, or a resource of another service. */
export interface ProtectedResource {
  readonly arn: string;
  /** The account that owns it. */
  readonly account: AccountFacts;
  /** Its resource policy; for a role its trust policy. Null if it has none. */
  readonly policy: PolicyUse | null;
  /** True where nothing is allowed without the resource policy, in the same account too: roles, KMS keys. */
  readonly policyMustAllow: boolean;
}

export const notApplicable = (gate: Gate): GateFinding => ({ gate, formula: null, allows: [], denies: [], missing: [], note: null });

export const isServiceLinked = (arn: string): boolean => arn.includes(':role/aws-service-role/');

/** Users and roles whose policies are known; others have no identity side, or one outside the data. */
export const isIdentity = (caller: Caller): boolean => caller.kind === 'user' || caller.kind === 'role';
