/**
 * From an Organization to every assume edge. Trust first: a role's trust policy names whom it can concern, and only those
 * are looked at; callers that no policy can tell apart are decided once, for all roles that they cannot tell apart.
 */
import type { EdgeColumns } from '../../graph/access-graph.ts';
import type { Finding } from '../../graph/finding.ts';
import { type Caller, parseArn, subjectFilter, subjectPatterns, type TargetRole } from '../../iam/index.ts';
import type { Organization, Role } from '../organization.ts';
import { assignedCallers } from './assigned-callers.ts';
import { type CallerGroup, Candidates } from './candidates.ts';
import { type DecisionCounts, Decisions, type KeptDecisions } from './decisions.ts';
import { type DerivedReason, EdgeBuilder, type EdgeShape } from './edge-builder.ts';
import { indexPrincipals, type NamedPrincipal, type PrincipalIndex } from './principal-index.ts';
import { type ReadTrusts, readTrusts, type TrustLink } from './read-trusts.ts';
import { RoleClasses } from './role-classes.ts';
import { lookAt } from './role-view.ts';
import { findRootSessions, type RootSessions } from './root-sessions.ts';
import { findUnknownKeys } from './unknown-keys.ts';

export interface DerivedEdges {
  /** Principals beyond users, roles and groups: those that policies name, everyone, federated subjects. By ARN. */
  readonly named: readonly NamedPrincipal[];
  readonly trusts: readonly TrustLink[];
  readonly reasons: readonly DerivedReason[];
  /** ARNs of all principals, sorted; the edges number them in this order. */
  readonly arns: readonly string[];
  readonly edges: EdgeColumns;
  readonly findings: readonly Finding[];
  /** For the next ingest. */
  readonly decisions: KeptDecisions;
  readonly counts: DecisionCounts;
}

/**
 * Pure. Memory is bound by the columns of the edges and the number of different decisions.
 * @param earlier what some earlier ingest of the same Rolepath decided: its answers are taken over where nothing that they depend on
 *   is different. The edges are the same with it and without it
 */
export function deriveEdges(organization: Organization, earlier: KeptDecisions | null = null): DerivedEdges {
  return new Derivation(organization, earlier).run();
}

class Derivation {
  readonly #organization: Organization;
  readonly #index: PrincipalIndex;
  readonly #trusts: ReadTrusts;
  readonly #candidates: Candidates;
  readonly #named: Map<string, NamedPrincipal>;
  readonly #builder = new EdgeBuilder();
  readonly #decisions: Decisions;
  readonly #targets = new Map<Role, TargetRole>();
  readonly #roleClasses: RoleClasses;
  /** Numbers as principals are met; the columns renumber them by ARN. */
  readonly #numbers = new Map<string, number>();
  readonly #groupNumbers = new WeakMap<Pick<CallerGroup, 'callers'>, readonly number[]>();
  /** Per OIDC provider the roles that some token of it can get. */
  readonly #reachedBy = new Map<string, { readonly role: Role; readonly outcome: EdgeShape['outcome'] }[]>();

  constructor(organization: Organization, earlier: KeptDecisions | null) {
    this.#organization = organization;
    this.#decisions = new Decisions(this.#builder, earlier);
    this.#index = indexPrincipals(organization);
    this.#trusts = readTrusts(organization.roles, this.#index);
    this.#candidates = new Candidates(organization, this.#index, this.#trusts);
    this.#roleClasses = new RoleClasses(this.#index, this.#candidates);
    const { users, roles, groups, identityCenter } = organization;
    const own = new Set([...users, ...roles, ...groups, ...identityCenter.users, ...identityCenter.groups].map(({ arn }) => arn));
    this.#named = new Map([...this.#trusts.named].filter(([arn]) => !own.has(arn)));
    for (const arn of [...own, ...this.#named.keys()]) this.#numberOf(arn);
  }

  run(): DerivedEdges {
    const roles = [...this.#organization.roles].sort((a, b) => compare(a.arn, b.arn));
    const roots = findRootSessions(this.#organization, this.#index);
    // The edge builder wants the targets in the order of their final numbers.
    const targets = [
      ...roles.map((role) => ({ arn: role.arn, decide: () => this.#decideRole(role) })),
      ...roots.targets.map((target) => ({ arn: target.root.arn, decide: () => this.#decideRoot(roots.callers, target) })),
    ];
    for (const { decide } of targets.sort((a, b) => compare(a.arn, b.arn))) decide();
    this.#decideSubjects();
    this.#decideAssignments(roles);
    const arns = [...this.#numbers.keys()].sort();
    const rank = new Uint32Array(arns.length);
    for (const [position, arn] of arns.entries()) rank[this.#numberOf(arn)] = position;
    return {
      named: [...this.#named.values()].sort((a, b) => compare(a.arn, b.arn)),
      trusts: this.#trusts.links,
      reasons: this.#builder.reasons,
      arns,
      edges: this.#builder.columns(rank),
      findings: [...this.#trusts.findings, ...findUnknownKeys(this.#builder.reasons)],
      decisions: this.#decisions.kept(),
      counts: this.#decisions.counts(),
    };
  }

  #decideRole(role: Role): void {
    const target = this.#targetOf(role);
    const to = this.#numberOf(role.arn);
    const { groups, single } = this.#roleClasses.classOf(role);
    for (const { group, decided } of groups) {
      const seen = lookAt(role, group.callerClass.roleView);
      let shape = decided.get(seen);
      if (!shape) {
        shape = this.#decisions.decide(group.callers[0], target);
        decided.set(seen, shape);
      }
      this.#add(group, role, to, shape);
    }
    for (const caller of single) this.#add({ callers: [caller] }, role, to, this.#decisions.decide(caller, target));
  }

  #decideRoot(callers: RootSessions['callers'], { root, account }: RootSessions['targets'][number]): void {
    for (const caller of callers) {
      const { reason, flags } = this.#decisions.decideRoot(caller, account);
      if (!flags) continue;
      if (!this.#numbers.has(root.arn)) this.#named.set(root.arn, root);
      const isOther = caller.account?.id !== account.id;
      this.#builder.add(this.#numberOf(caller.arn), this.#numberOf(root.arn), reason, isOther ? flags.across : flags.within);
    }
  }

  /** One edge from each of the callers, which are all of one account. */
  #add(group: Pick<CallerGroup, 'callers'>, role: Role, to: number, shape: EdgeShape): void {
    const [{ account, kind, arn }] = group.callers;
    const flags = account !== null && account.id !== role.accountId ? shape.flags?.across : shape.flags?.within;
    if (flags === undefined) return;
    for (const from of this.#numbersOf(group)) this.#builder.add(from, to, shape.reason, flags);
    if (kind === 'oidc-provider') this.#noteReached(arn, role, shape.outcome);
  }

  #noteReached(provider: string, role: Role, outcome: EdgeShape['outcome']): void {
    const reached = this.#reachedBy.get(provider) ?? [];
    reached.push({ role, outcome });
    this.#reachedBy.set(provider, reached);
  }

  /** Federated subjects: each pattern of `sub` that some role singles out, against every role that the provider reaches. */
  #decideSubjects(): void {
    for (const [provider, reached] of this.#reachedBy) {
      const accountId = parseArn(provider)?.account ?? '';
      const patterns = new Set(reached.flatMap(({ outcome }) => subjectPatterns(provider, outcome.alternatives)));
      const subjects = [...patterns]
        .sort()
        .map((name) => ({ arn: `${provider}#${name}`, kind: 'federated-subject', accountId, name }) as const);
      for (const { role, outcome } of reached) {
        const target = this.#targetOf(role);
        const to = this.#numberOf(role.arn);
        const mayReach = subjectFilter(provider, outcome);
        for (const subject of subjects) {
          if (!mayReach(subject.name)) continue;
          const caller = this.#candidates.outsider(subject);
          this.#add({ callers: [caller] }, role, to, this.#decisions.decide(caller, target));
        }
      }
    }
  }

  /** People of Identity Center, in those roles only that it assigns to them, by themselves or through a group. */
  #decideAssignments(roles: readonly Role[]): void {
    const assigned = new Map<string, Caller[]>();
    for (const caller of assignedCallers(this.#organization.identityCenter)) {
      for (const arn of caller.assignedRoles ?? []) {
        const callers = assigned.get(arn);
        if (callers) callers.push(caller);
        else assigned.set(arn, [caller]);
      }
    }
    for (const role of roles) {
      const [first, ...others] = assigned.get(role.arn) ?? [];
      // No policy tells people apart: Identity Center's provider vouches for all of them alike.
      if (first)
        this.#add({ callers: [first, ...others] }, role, this.#numberOf(role.arn), this.#decisions.decide(first, this.#targetOf(role)));
    }
  }

  #numbersOf(group: Pick<CallerGroup, 'callers'>): readonly number[] {
    const [first, ...others] = group.callers;
    if (others.length === 0) return [this.#numberOfCaller(first)];
    const numbers = this.#groupNumbers.get(group) ?? group.callers.map((caller) => this.#numberOfCaller(caller));
    this.#groupNumbers.set(group, numbers);
    return numbers;
  }

  /** Callers that no trust policy names by name (providers behind a trust of everyone, federated subjects) become principals here. */
  #numberOfCaller({ arn, kind, account, name }: Caller): number {
    if (!this.#numbers.has(arn)) this.#named.set(arn, { arn, kind, accountId: account?.id ?? '', name });
    return this.#numberOf(arn);
  }

  /** One object per role. */
  #targetOf(role: Role): TargetRole {
    let target = this.#targets.get(role);
    if (!target) {
      const { arn, name, uniqueId, tags, trust, accountId } = role;
      const identityProviders = this.#index.identityProviders(accountId);
      target = { arn, account: this.#index.account(accountId), name, uniqueId, tags, trust, identityProviders };
      this.#targets.set(role, target);
    }
    return target;
  }

  #numberOf(arn: string): number {
    let number = this.#numbers.get(arn);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(arn, number);
    }
    return number;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
