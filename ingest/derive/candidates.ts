/** Whose requests for a role are worth deciding, and for whom a class may answer. */
import { type AccountFacts, type Caller, decidesByCaller, type GuardrailLevel, outsiderConditions } from '../../iam/index.ts';
import type { Organization, Role } from '../organization.ts';
import { type CallerClass, CallerClasses } from './caller-classes.ts';
import type { NamedPrincipal } from './named-principals.ts';
import { callerOf, type PrincipalIndex } from './principal-index.ts';
import { anyone, type ReadTrusts } from './read-trusts.ts';

export interface Candidate {
  readonly caller: Caller;
  /** Null for callers of whom only the name is known. */
  readonly callerClass: CallerClass | null;
}

export class Candidates {
  readonly #organization: Organization;
  readonly #index: PrincipalIndex;
  readonly #trusts: ReadTrusts;
  readonly #byArn = new Map<string, Candidate>();
  readonly #byAccount = new Map<string, Candidate[]>();
  readonly #outside = new Map<string, Candidate>();
  readonly #outsiders: Caller['given'];

  constructor(organization: Organization, index: PrincipalIndex, trusts: ReadTrusts) {
    this.#organization = organization;
    this.#index = index;
    this.#trusts = trusts;
    this.#outsiders = outsiderConditions([...organization.accounts.keys()].sort());
    const classes = new CallerClasses();
    for (const identity of [...organization.users, ...organization.roles]) {
      const caller = callerOf(identity, index.account(identity.accountId));
      const candidate: Candidate = { caller, callerClass: classes.classify(caller) };
      this.#byArn.set(identity.arn, candidate);
      const list = this.#byAccount.get(identity.accountId);
      if (list) list.push(candidate);
      else this.#byAccount.set(identity.accountId, [candidate]);
    }
  }

  /** Each candidate once; true where every caller of its class gets the same answer for this role. */
  of(role: Role): ReadonlyMap<Candidate, boolean> {
    const found = new Map<Candidate, boolean>();
    const statements = this.#trusts.statements.get(role);
    if (!statements) return found.set(this.outsider(anyone), false);
    const singled = new Set(statements.flatMap(({ read }) => read.named.map(({ arn }) => arn)));
    const alike =
      !statements.some(({ statement }) => decidesByCaller(statement) || statement.principal?.negated) &&
      !looksAtCaller(this.#index.account(role.accountId).rcps);
    const add = (candidate: Candidate) => {
      const { callerClass, caller } = candidate;
      found.set(
        candidate,
        alike && callerClass?.shared === true && !singled.has(caller.arn) && !looksAtCaller(caller.account?.scps ?? 'off'),
      );
    };
    for (const { statement, read } of statements) {
      if (statement.effect !== 'Allow') continue;
      for (const named of read.named) this.#addNamed(named, role, add);
      if (read.everyone) this.#addEveryone(role, add);
    }
    return found;
  }

  /** A caller of whom only the name is known. */
  outsider(named: NamedPrincipal): Candidate {
    let candidate = this.#outside.get(named.arn);
    if (!candidate) {
      const account = named.accountId === '' ? null : this.#accountOf(named);
      const given = named.kind === 'anyone' ? this.#outsiders : [];
      const unknowns = { uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null };
      candidate = { caller: { kind: named.kind, arn: named.arn, account, name: named.name, ...unknowns, given }, callerClass: null };
      this.#outside.set(named.arn, candidate);
    }
    return candidate;
  }

  #addNamed(named: NamedPrincipal, role: Role, add: (candidate: Candidate) => void): void {
    if (named.kind === 'root') {
      for (const candidate of this.#byAccount.get(named.accountId) ?? []) if (mayPass(candidate)) add(candidate);
    } else if (named.kind === 'user' || named.kind === 'role') {
      const candidate = this.#byArn.get(named.arn);
      if (candidate && (named.accountId === role.accountId || mayPass(candidate))) add(candidate);
    } else if (named.kind !== 'deleted-principal') {
      add(this.outsider(named));
    }
  }

  #addEveryone(role: Role, add: (candidate: Candidate) => void): void {
    for (const [accountId, candidates] of this.#byAccount) {
      for (const candidate of candidates) if (accountId === role.accountId || mayPass(candidate)) add(candidate);
    }
    for (const { arn, kind, accountId } of this.#organization.identityProviders.get(role.accountId) ?? []) {
      add(this.outsider({ arn, kind, accountId, name: arn.split('-provider/')[1] ?? arn }));
    }
    // Services and outside accounts that some policy names; the others are meant by `anyone`.
    for (const named of this.#trusts.named.values()) {
      if (named.kind === 'service' || named.kind === 'external-account') add(this.outsider(named));
    }
    add(this.outsider(anyone));
  }

  #accountOf(named: NamedPrincipal): AccountFacts {
    const facts = this.#index.account(named.accountId);
    const partition = named.arn.startsWith('arn:') ? named.arn.split(':')[1] : undefined;
    return facts.collected || partition === undefined ? facts : { ...facts, partition };
  }
}

/** Where an identity policy must allow the call, those without any such statement need not be looked at. */
const mayPass = (candidate: Candidate): boolean => candidate.callerClass?.mayAssume !== false;

const guardrailCache = new WeakMap<object, boolean>();

/** Does some statement of these guardrails look at who calls? */
function looksAtCaller(levels: readonly GuardrailLevel[] | 'off' | 'unknown'): boolean {
  if (typeof levels === 'string') return false;
  let answer = guardrailCache.get(levels);
  if (answer === undefined) {
    answer = levels.some(({ policies }) => policies.some(({ document }) => document?.statements.some(decidesByCaller) === true));
    guardrailCache.set(levels, answer);
  }
  return answer;
}
