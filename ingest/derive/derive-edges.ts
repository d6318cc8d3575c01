/**
 * From an Organization to every assume edge. Trust first: a role's trust policy names whom it can concern, and only those
 * are looked at; callers that no policy can tell apart are decided once.
 */
import { type AccountFacts, type Caller, decidesByCaller, evaluateAssumeRole, type GuardrailLevel, outsiderConditions, type PolicyUse, type Statement, subjectPatterns, type TargetRole } from '../../iam/index.ts';
import type { EdgeColumns } from '../../graph/access-graph.ts';
import type { Finding, Organization, Role } from '../organization.ts';
import { type CallerClass, CallerClasses } from './caller-classes.ts';
import { type DecidingStatement, type DerivedReason, EdgeBuilder, type EdgeShape, noEdge } from './edge-builder.ts';
import { type DeadName, type NamedPrincipal, readPrincipals } from './named-principals.ts';
import { RoleClasses } from './role-classes.ts';
import { callerOf, indexPrincipals, type PrincipalIndex } from './principal-index.ts';

/** A role's trust policy names a principal; says nothing about whether it lets it in. */
export interface TrustLink {
  readonly role: string;
  readonly principal: string;
  readonly effect: 'Allow' | 'Deny';
  readonly statementIndex: number;
}

export interface DerivedEdges {
  /** Principals beyond users, roles and groups: those that policies name, everyone, federated subjects. By ARN. */
  readonly named: readonly NamedPrincipal[];
  readonly trusts: readonly TrustLink[];
  readonly reasons: readonly DerivedReason[];
  /** ARNs of all principals, sorted; the edges number them in this order. */
  readonly arns: readonly string[];
  readonly edges: EdgeColumns;
  readonly findings: readonly Finding[];
}

interface Candidate {
  readonly caller: Caller;
  /** As it was met; see `#numbers`. */
  readonly number: number;
  readonly callerClass: CallerClass | null;
}

/** Pure. Takes about as long as the edges are many; memory is bound by the columns. */
export function deriveEdges(organization: Organization): DerivedEdges {
  return new Derivation(organization).run();
}

class Derivation {
  readonly #organization: Organization;
  readonly #index: PrincipalIndex;
  readonly #named = new Map<string, NamedPrincipal>();
  readonly #trusts: TrustLink[] = [];
  readonly #findings: Finding[] = [];
  readonly #builder = new EdgeBuilder();
  readonly #roleClasses = new RoleClasses();
  readonly #shapes = new Map<string, EdgeShape>();
  /** Numbers as principals are met; the columns renumber them by ARN. */
  readonly #numbers = new Map<string, number>();
  readonly #arns: string[] = [];
  /** Users and roles by account. */
  readonly #byAccount = new Map<string, Candidate[]>();
  readonly #byArn = new Map<string, Candidate>();
  readonly #outsiders: Caller['given'];

  constructor(organization: Organization) {
    this.#organization = organization;
    this.#index = indexPrincipals(organization);
    this.#outsiders = outsiderConditions([...organization.accounts.keys()].sort());
    const classes = new CallerClasses();
    for (const identity of [...organization.users, ...organization.roles]) {
      const caller = callerOf(identity, this.#index.account(identity.accountId));
      const candidate: Candidate = { caller, number: this.#numberOf(identity.arn), callerClass: classes.classify(caller) };
      this.#byArn.set(identity.arn, candidate);
      const list = this.#byAccount.get(identity.accountId);
      if (list) list.push(candidate);
      else this.#byAccount.set(identity.accountId, [candidate]);
    }
    for (const { arn } of organization.groups) this.#numberOf(arn);
  }

  run(): DerivedEdges {
    const subjects = new Map<string, Set<string>>();
    for (const role of this.#organization.roles) this.#decideRole(role, subjects);
    this.#decideSubjects(subjects);
    const order = this.#arns.map((arn, number) => ({ arn, number })).sort((a, b) => compare(a.arn, b.arn));
    const rank = new Uint32Array(order.length);
    for (const [position, { number }] of order.entries()) rank[number] = position;
    return {
      named: [...this.#named.values()].sort((a, b) => compare(a.arn, b.arn)),
      trusts: this.#trusts,
      reasons: this.#builder.reasons,
      arns: order.map(({ arn }) => arn),
      edges: this.#builder.columns(rank),
      findings: this.#findings,
    };
  }

  #decideRole(role: Role, subjects: Map<string, Set<string>>): void {
    const target = this.#targetOf(role);
    for (const [candidate, classwise] of this.#candidatesOf(role)) {
      const shape = classwise && candidate.callerClass ? this.#decideClass(candidate.caller, candidate.callerClass, role, target) : this.#decide(candidate.caller, target);
      this.#builder.add(candidate.number, this.#numberOf(role.arn), shape, candidate.caller.account?.id !== role.accountId && candidate.caller.account !== null);
      if (candidate.caller.kind === 'oidc-provider' && shape.outcome.verdict !== 'denied') noteSubjects(subjects, candidate.caller.arn, subjectPatterns(candidate.caller.arn, shape.outcome.alternatives));
    }
  }

  #decideClass(caller: Caller, callerClass: CallerClass, role: Role, target: TargetRole): EdgeShape {
    const key = this.#roleClasses.keyOf(role, target.account, callerClass, caller.account);
    let shape = this.#shapes.get(key);
    if (!shape) {
      shape = this.#decide(caller, target);
      this.#shapes.set(key, shape);
    }
    return shape;
  }

  #decide(caller: Caller, target: TargetRole): EdgeShape {
    const { outcome, gates } = evaluateAssumeRole(caller, target);
    if (outcome.verdict === 'denied') return noEdge(outcome);
    const statements: DecidingStatement[] = [];
    for (const { gate, allows, denies } of gates.findings) {
      for (const { use, statement, holds } of [...allows, ...denies]) {
        if (holds !== false && use.document) statements.push({ gate, documentId: use.document.id, index: statement.index });
      }
    }
    return this.#builder.shape(outcome, unique(statements));
  }

  /** Whoever the trust policy might let in, each once, and whether its class may answer for it. */
  #candidatesOf(role: Role): Map<Candidate, boolean> {
    const found = new Map<Candidate, boolean>();
    const document = role.trust.document;
    if (!document) {
      // Nobody knows whom it trusts: one conditional edge from everyone stands for that.
      found.set(this.#outsider({ arn: '*', kind: 'anyone', accountId: '', name: 'anyone' }), false);
      return found;
    }
    const reads = document.statements.map((statement) => ({ statement, read: readPrincipals(statement, role, this.#index) }));
    const singled = new Set(reads.flatMap(({ read }) => read.named.map(({ arn }) => arn)));
    const classwise = !document.statements.some(decidesByCaller) && !looksAtCaller(this.#index.account(role.accountId).rcps) && !document.statements.some((statement) => statement.principal?.negated);
    const add = (candidate: Candidate) => {
      const { callerClass, caller } = candidate;
      found.set(candidate, classwise && callerClass !== null && callerClass.shared && !singled.has(caller.arn) && !looksAtCaller(caller.account?.scps ?? 'off'));
    };
    for (const { statement, read } of reads) {
      this.#link(role, statement, read.named);
      this.#report(role, statement, read.dead);
      if (statement.effect !== 'Allow') continue;
      for (const named of read.named) this.#addNamed(named, role, add);
      if (read.everyone) this.#addEveryone(role, add);
    }
    return found;
  }

  #addNamed(named: NamedPrincipal, role: Role, add: (candidate: Candidate) => void): void {
    if (named.kind === 'root') {
      for (const candidate of this.#byAccount.get(named.accountId) ?? []) if (this.#mayPass(candidate)) add(candidate);
    } else if (named.kind === 'user' || named.kind === 'role') {
      const candidate = this.#byArn.get(named.arn);
      if (candidate && (named.accountId === role.accountId || this.#mayPass(candidate))) add(candidate);
    } else if (named.kind !== 'deleted-principal') {
      add(this.#outsider(named));
    }
  }

  #addEveryone(role: Role, add: (candidate: Candidate) => void): void {
    for (const [accountId, candidates] of this.#byAccount) {
      for (const candidate of candidates) if (accountId === role.accountId || this.#mayPass(candidate)) add(candidate);
    }
    for (const provider of this.#organization.identityProviders.get(role.accountId) ?? []) {
      add(this.#outsider({ arn: provider.arn, kind: provider.kind, accountId: provider.accountId, name: provider.arn.split('-provider/')[1] ?? provider.arn }));
    }
    add(this.#outsider({ arn: '*', kind: 'anyone', accountId: '', name: 'anyone' }));
  }

  /** Where an identity policy must allow the call, those without any such statement need not be looked at. */
  #mayPass(candidate: Candidate): boolean {
    return candidate.callerClass?.mayAssume !== false;
  }

  readonly #outside = new Map<string, Candidate>();

  /** A caller of whom only the name is known. */
  #outsider(named: NamedPrincipal): Candidate {
    const existing = this.#outside.get(named.arn);
    if (existing) return existing;
    this.#keep(named);
    const account = named.accountId === '' ? null : this.#accountOf(named);
    const caller: Caller = { kind: named.kind, arn: named.arn, account, name: named.name, uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null, given: named.kind === 'anyone' ? this.#outsiders : [] };
    const candidate = { caller, number: this.#numberOf(named.arn), callerClass: null };
    this.#outside.set(named.arn, candidate);
    return candidate;
  }

  #accountOf(named: NamedPrincipal): AccountFacts {
    const facts = this.#index.account(named.accountId);
    const partition = named.arn.startsWith('arn:') ? named.arn.split(':')[1] : undefined;
    return facts.collected || partition === undefined ? facts : { ...facts, partition };
  }

  /** Federated subjects: each pattern of `sub` that some role of the provider's account singles out, against each of them. */
  #decideSubjects(subjects: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [provider, patterns] of subjects) {
      const base = this.#outside.get(provider)?.caller;
      if (!base) continue;
      const roles = this.#trusts.filter(({ principal, effect }) => principal === provider && effect === 'Allow').map(({ role }) => role);
      for (const pattern of [...patterns].sort()) {
        const subject = this.#outsider({ arn: `${provider}#${pattern}`, kind: 'federated-subject', accountId: base.account?.id ?? '', name: pattern });
        for (const arn of new Set(roles)) {
          const role = this.#roleByArn(arn);
          if (role) this.#builder.add(subject.number, this.#numberOf(arn), this.#decide(subject.caller, this.#targetOf(role)), false);
        }
      }
    }
  }

  #roles: Map<string, Role> | null = null;

  #roleByArn(arn: string): Role | undefined {
    this.#roles ??= new Map(this.#organization.roles.map((role) => [role.arn, role]));
    return this.#roles.get(arn);
  }

  #targetOf(role: Role): TargetRole {
    return { arn: role.arn, account: this.#index.account(role.accountId), name: role.name, uniqueId: role.uniqueId, tags: role.tags, trust: role.trust, identityProviders: this.#index.identityProviders(role.accountId) };
  }

  #link(role: Role, statement: Statement, named: readonly NamedPrincipal[]): void {
    const everyone: NamedPrincipal[] = statement.principal?.anyone ? [{ arn: '*', kind: 'anyone', accountId: '', name: 'anyone' }] : [];
    for (const principal of [...named, ...everyone]) {
      this.#keep(principal);
      this.#trusts.push({ role: role.arn, principal: principal.arn, effect: statement.effect, statementIndex: statement.index });
    }
  }

  #keep(named: NamedPrincipal): void {
    if (this.#byArn.has(named.arn) || this.#named.has(named.arn)) return;
    this.#named.set(named.arn, named);
    this.#numberOf(named.arn);
  }

  #report(role: Role, statement: Statement, dead: readonly DeadName[]): void {
    for (const { text, code, reason } of dead) {
      this.#findings.push({
        severity: 'notice',
        code: `dead-trust-${code}`,
        file: `accounts/${role.accountId}.json`,
        path: `$.RoleDetailList[?(@.RoleName == ${JSON.stringify(role.name)})].AssumeRolePolicyDocument.Statement[${statement.index}].Principal`,
        reason: `${JSON.stringify(text)} lets nobody in: ${reason}`,
        remedy: 'Remove it from the trust policy, or name the principal that is meant.',
      });
    }
  }

  #numberOf(arn: string): number {
    let number = this.#numbers.get(arn);
    if (number === undefined) {
      number = this.#arns.push(arn) - 1;
      this.#numbers.set(arn, number);
    }
    return number;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function noteSubjects(subjects: Map<string, Set<string>>, provider: string, patterns: readonly string[]): void {
  const known = subjects.get(provider) ?? new Set();
  for (const pattern of patterns) known.add(pattern);
  subjects.set(provider, known);
}

const guardrailCache = new WeakMap<object, boolean>();

/** Does some statement of these guardrails look at who calls? */
function looksAtCaller(levels: readonly GuardrailLevel[] | 'off' | 'unknown'): boolean {
  if (typeof levels === 'string') return false;
  let answer = guardrailCache.get(levels);
  if (answer === undefined) {
    answer = levels.some(({ policies }) => policies.some((use: PolicyUse) => use.document?.statements.some(decidesByCaller) === true));
    guardrailCache.set(levels, answer);
  }
  return answer;
}

function unique(statements: readonly DecidingStatement[]): DecidingStatement[] {
  const byPlace = new Map(statements.map((statement) => [`${statement.gate} ${statement.documentId}/${statement.index}`, statement]));
  return [...byPlace.keys()].sort().flatMap((place) => byPlace.get(place) ?? []);
}
