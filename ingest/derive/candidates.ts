/** Whose requests for a role are worth deciding, and for whom one decision answers. */
import { type AccountFacts, type Caller, decidesByCaller, outsiderConditions } from '../../iam/index.ts';
import type { Organization, Role, User } from '../organization.ts';
import { type CallerClass, CallerClasses } from './caller-classes.ts';
import { callerOf, type NamedPrincipal, type PrincipalIndex } from './principal-index.ts';
import { anyone, type ReadTrusts, type TrustStatement } from './read-trusts.ts';
import { guardrailsLookAtCaller } from './sts-statements.ts';

/** Callers of one account and class. */
export interface CallerGroup {
  readonly callerClass: CallerClass;
  /** At least one; each may stand for all where one decision answers for the class. */
  readonly callers: readonly [Caller, ...Caller[]];
}

/** All callers that are worth deciding, each once. */
export interface RoleCandidates {
  /** For each group one decision answers, and for all roles with the same trust policy that its view cannot tell apart. */
  readonly groups: readonly CallerGroup[];
  /** To be decided one by one, and for each role anew. */
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
  readonly #classes = new CallerClasses();
  readonly #byAccount: ReadonlyMap<string, AccountCallers>;
  /** Callers that were asked for by name, by ARN. */
  readonly #alone = new Map<string, CallerGroup>();
  readonly #outsiders: Caller['given'];

  constructor(organization: Organization, index: PrincipalIndex, trusts: ReadTrusts) {
    this.#organization = organization;
    this.#index = index;
    this.#trusts = trusts;
    // Accounts that policies name stand for themselves wherever everyone may ask, so `anyone` is none of them.
    const named = [...trusts.named.values()].filter(({ kind, arn }) => kind === 'external-account' && arn.endsWith(':root'));
    const known = new Set([...organization.accounts.keys(), ...named.map(({ accountId }) => accountId)]);
    this.#outsiders = outsiderConditions([...known].sort());
    this.#byAccount = this.#groupByAccount([...organization.users, ...organization.roles]);
  }

  /** The same for all roles of an account with the same trust policy. */
  of(role: Role): RoleCandidates {
    const statements = this.#trusts.statements.get(role);
    if (!statements) return { groups: [], single: [this.outsider(anyone)] };
    const alone = new Map<string, CallerGroup>();
    const accounts = new Set<string>();
    let everyone = false;
    for (const { statement, read } of statements) {
      if (statement.effect !== 'Allow') continue;
      if (read.everyone) everyone = true;
      for (const named of read.named) {
        if (named.kind === 'root') accounts.add(named.accountId);
        else for (const group of this.#named(named, role)) alone.set(named.arn, group);
      }
    }
    if (everyone) for (const named of this.#everyoneOutside(role)) alone.set(named.arn, this.#outsider(named));
    const found: CallerGroup[] = [];
    for (const accountId of everyone ? this.#byAccount.keys() : accounts) {
      const { groups, passing } = this.#byAccount.get(accountId) ?? nobody;
      // A trust of everyone lets in the role's own account without any identity policy.
      found.push(...(everyone && accountId === role.accountId ? groups : passing));
    }
    const names = namesApart(statements);
    const groups = found.flatMap((group) => this.#setApart(group, names, alone));
    groups.push(...alone.values());
    const alike =
      !statements.some(({ statement }) => decidesByCaller(statement) || statement.principal?.negated) &&
      !guardrailsLookAtCaller(this.#index.account(role.accountId).rcps);
    const answers = ({ callerClass }: CallerGroup): boolean => alike && callerClass.shared;
    return {
      groups: groups.filter(answers),
      single: groups.filter((group) => !answers(group)).flatMap(({ callers }) => callers),
    };
  }

  /** A caller of whom only the name is known. */
  outsider(named: NamedPrincipal): Caller {
    return this.#outsider(named).callers[0];
  }

  #outsider(named: NamedPrincipal): CallerGroup {
    const known = this.#alone.get(named.arn);
    if (known) return known;
    const account = named.accountId === '' ? null : this.#accountOf(named);
    const given = named.kind === 'anyone' ? this.#outsiders : [];
    const unknowns = { uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null };
    return this.#groupOf({ kind: named.kind, arn: named.arn, account, name: named.name, ...unknowns, given });
  }

  /** The caller as a group of its own. */
  #groupOf(caller: Caller): CallerGroup {
    const group = this.#alone.get(caller.arn) ?? { callerClass: this.#classes.classify(caller), callers: [caller] };
    this.#alone.set(caller.arn, group);
    return group;
  }

  #named(named: NamedPrincipal, role: Role): CallerGroup[] {
    if (named.kind === 'deleted-principal') return [];
    if (named.kind !== 'user' && named.kind !== 'role') return [this.#outsider(named)];
    const caller = this.#index.caller(named.arn);
    const group = caller && this.#groupOf(caller);
    return group && (named.accountId === role.accountId || group.callerClass.mayAssume) ? [group] : [];
  }

  /** The providers of the role's account, and those services and outside accounts that some policy names; `anyone` stands for the others. */
  #everyoneOutside(role: Role): NamedPrincipal[] {
    const providers = this.#organization.identityProviders.get(role.accountId) ?? [];
    const named = [...this.#trusts.named.values()].filter(({ kind }) => kind === 'service' || kind === 'external-account');
    return [
      ...providers.map(({ arn, kind, accountId }) => ({ arn, kind, accountId, name: arn.split('-provider/')[1] ?? arn })),
      ...named,
      anyone,
    ];
  }

  #accountOf(named: NamedPrincipal): AccountFacts {
    const facts = this.#index.account(named.accountId);
    const partition = named.arn.startsWith('arn:') ? named.arn.split(':')[1] : undefined;
    return facts.collected || partition === undefined ? facts : { ...facts, partition };
  }

  #groupByAccount(identities: readonly (User | Role)[]): Map<string, AccountCallers> {
    const byAccount = new Map<string, Map<CallerClass, [Caller, ...Caller[]]>>();
    for (const identity of identities) {
      const caller = callerOf(identity, this.#index.account(identity.accountId));
      const callerClass = this.#classes.classify(caller);
      const classes = byAccount.get(identity.accountId) ?? new Map<CallerClass, [Caller, ...Caller[]]>();
      byAccount.set(identity.accountId, classes);
      const callers = classes.get(callerClass);
      if (callers) callers.push(caller);
      else classes.set(callerClass, [caller]);
    }
    return new Map(
      [...byAccount].map(([accountId, classes]) => {
        const groups = [...classes].map(([callerClass, callers]) => ({ callerClass, callers }));
        return [accountId, { groups, passing: groups.filter(({ callerClass }) => callerClass.mayAssume) }];
      }),
    );
  }

  /** The group without those who are named one by one; they are added to `alone`. */
  #setApart(group: CallerGroup, names: ReadonlySet<string>, alone: Map<string, CallerGroup>): CallerGroup[] {
    const named = names.size === 0 ? [] : group.callers.filter(({ arn }) => names.has(arn));
    if (named.length === 0) return [group];
    for (const caller of named) alone.set(caller.arn, this.#groupOf(caller));
    const [first, ...rest] = group.callers.filter(({ arn }) => !names.has(arn));
    return first ? [{ ...group, callers: [first, ...rest] }] : [];
  }
}

/** ARNs that the trust policy names one by one: they may fare differently from their class. */
const namesApart = (statements: readonly TrustStatement[]): ReadonlySet<string> =>
  new Set(statements.flatMap(({ read }) => read.named.flatMap(({ arn, kind }) => (kind === 'root' ? [] : arn))));
