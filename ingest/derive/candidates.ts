/** Whose requests for a role are worth deciding, and for whom one decision answers. */
import { type AccountFacts, type Caller, decidesByCaller, type GuardrailLevel, outsiderConditions } from '../../iam/index.ts';
import type { Organization, Role } from '../organization.ts';
import { type CallerClass, CallerClasses } from './caller-classes.ts';
import type { NamedPrincipal } from './principal-index.ts';
import { callerOf, type PrincipalIndex } from './principal-index.ts';
import { anyone, type ReadTrusts } from './read-trusts.ts';

/** Callers of one account and class. */
export interface CallerGroup {
  readonly callerClass: CallerClass;
  /** At least one; each may stand for all where one decision answers for the class. */
  readonly callers: readonly [Caller, ...Caller[]];
}

export interface RoleCandidates {
  /** Groups for which one decision answers. Disjoint from each other and from `single`. */
  readonly groups: readonly CallerGroup[];
  /** Callers to be decided one by one, each once. */
  readonly single: readonly Caller[];
}

interface AccountCallers {
  readonly groups: readonly CallerGroup[];
  /** Those with an identity policy that allows sts:AssumeRole on something, or might. */
  readonly passing: readonly CallerGroup[];
}

const nobody: AccountCallers = { groups: [], passing: [] };

export class Candidates {
  readonly #organization: Organization;
  readonly #index: PrincipalIndex;
  readonly #trusts: ReadTrusts;
  readonly #byArn = new Map<string, { readonly caller: Caller; readonly callerClass: CallerClass }>();
  readonly #byAccount: ReadonlyMap<string, AccountCallers>;
  readonly #outside = new Map<string, Caller>();
  readonly #outsiders: Caller['given'];

  constructor(organization: Organization, index: PrincipalIndex, trusts: ReadTrusts) {
    this.#organization = organization;
    this.#index = index;
    this.#trusts = trusts;
    this.#outsiders = outsiderConditions([...organization.accounts.keys()].sort());
    const classes = new CallerClasses();
    for (const identity of [...organization.users, ...organization.roles]) {
      const caller = callerOf(identity, index.account(identity.accountId));
      this.#byArn.set(identity.arn, { caller, callerClass: classes.classify(caller) });
    }
    this.#byAccount = groupByAccount(this.#byArn.values());
  }

  of(role: Role): RoleCandidates {
    const statements = this.#trusts.statements.get(role);
    if (!statements) return { groups: [], single: [this.outsider(anyone)] };
    const single = new Map<string, Caller>();
    const accounts = new Set<string>();
    let everyone = false;
    for (const { statement, read } of statements) {
      if (statement.effect !== 'Allow') continue;
      if (read.everyone) everyone = true;
      for (const named of read.named) {
        if (named.kind === 'root') accounts.add(named.accountId);
        else for (const caller of this.#named(named, role)) single.set(caller.arn, caller);
      }
    }
    if (everyone) for (const caller of this.#everyoneOutside(role)) single.set(caller.arn, caller);
    const found: CallerGroup[] = [];
    for (const accountId of everyone ? this.#byAccount.keys() : accounts) {
      const { groups, passing } = this.#byAccount.get(accountId) ?? nobody;
      // A trust of everyone lets in the role's own account without any identity policy.
      found.push(...(everyone && accountId === role.accountId ? groups : passing));
    }
    const apart = new Set(statements.flatMap(({ read }) => read.named.flatMap(({ arn, kind }) => (kind === 'root' ? [] : arn))));
    const alike =
      !statements.some(({ statement }) => decidesByCaller(statement) || statement.principal?.negated) &&
      !looksAtCaller(this.#index.account(role.accountId).rcps);
    return split(found, single, apart, alike);
  }

  /** A caller of whom only the name is known. */
  outsider(named: NamedPrincipal): Caller {
    let caller = this.#outside.get(named.arn);
    if (!caller) {
      const account = named.accountId === '' ? null : this.#accountOf(named);
      const given = named.kind === 'anyone' ? this.#outsiders : [];
      const unknowns = { uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null };
      caller = { kind: named.kind, arn: named.arn, account, name: named.name, ...unknowns, given };
      this.#outside.set(named.arn, caller);
    }
    return caller;
  }

  #named(named: NamedPrincipal, role: Role): Caller[] {
    if (named.kind === 'deleted-principal') return [];
    if (named.kind !== 'user' && named.kind !== 'role') return [this.outsider(named)];
    const own = this.#byArn.get(named.arn);
    return own && (named.accountId === role.accountId || own.callerClass.mayAssume) ? [own.caller] : [];
  }

  /** The providers of the role's account, and those services and outside accounts that some policy names; `anyone` stands for the others. */
  #everyoneOutside(role: Role): Caller[] {
    const providers = this.#organization.identityProviders.get(role.accountId) ?? [];
    const named = [...this.#trusts.named.values()].filter(({ kind }) => kind === 'service' || kind === 'external-account');
    return [
      ...providers.map(({ arn, kind, accountId }) => this.outsider({ arn, kind, accountId, name: arn.split('-provider/')[1] ?? arn })),
      ...named.map((principal) => this.outsider(principal)),
      this.outsider(anyone),
    ];
  }

  #accountOf(named: NamedPrincipal): AccountFacts {
    const facts = this.#index.account(named.accountId);
    const partition = named.arn.startsWith('arn:') ? named.arn.split(':')[1] : undefined;
    return facts.collected || partition === undefined ? facts : { ...facts, partition };
  }
}

function groupByAccount(callers: Iterable<{ readonly caller: Caller; readonly callerClass: CallerClass }>): Map<string, AccountCallers> {
  const byAccount = new Map<string, Map<CallerClass, [Caller, ...Caller[]]>>();
  for (const { caller, callerClass } of callers) {
    const accountId = caller.account?.id ?? '';
    const classes = byAccount.get(accountId) ?? new Map<CallerClass, [Caller, ...Caller[]]>();
    byAccount.set(accountId, classes);
    const group = classes.get(callerClass);
    if (group) group.push(caller);
    else classes.set(callerClass, [caller]);
  }
  return new Map(
    [...byAccount].map(([accountId, classes]) => {
      const groups = [...classes].map(([callerClass, members]) => ({ callerClass, callers: members }));
      return [accountId, { groups, passing: groups.filter(({ callerClass }) => callerClass.mayAssume) }];
    }),
  );
}

/**
 * @param apart ARNs that the trust policy names one by one: they may fare differently from their class
 * @param alike false if trust policy or RCPs look at who calls
 */
function split(found: readonly CallerGroup[], single: Map<string, Caller>, apart: ReadonlySet<string>, alike: boolean): RoleCandidates {
  const groups: CallerGroup[] = [];
  for (const group of found) {
    const { callerClass, callers } = group;
    if (alike && callerClass.shared && !looksAtCaller(callers[0].account?.scps ?? 'off')) {
      const [first, ...rest] = apart.size > 0 ? callers.filter(({ arn }) => !apart.has(arn)) : callers;
      if (first && rest.length + 1 === callers.length) {
        groups.push(group);
        continue;
      }
      if (first) groups.push({ callerClass, callers: [first, ...rest] });
      for (const caller of callers) if (apart.has(caller.arn)) single.set(caller.arn, caller);
    } else {
      for (const caller of callers) single.set(caller.arn, caller);
    }
  }
  return { groups, single: [...single.values()] };
}

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
