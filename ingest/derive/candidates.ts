/** Whose requests for a role are worth deciding, and for whom one decision answers. */
import { type AccountFacts, type Caller, decidesByCaller, outsiderConditions } from '../../iam/index.ts';
import type { Organization, Role } from '../organization.ts';
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
  /** Users and roles by ARN, each as a group of its own. */
  readonly #own = new Map<string, CallerGroup>();
  readonly #byAccount: ReadonlyMap<string, AccountCallers>;
  /** All others, by ARN. */
  readonly #outside = new Map<string, CallerGroup>();
  readonly #outsiders: Caller['given'];

  constructor(organization: Organization, index: PrincipalIndex, trusts: ReadTrusts) {
    this.#organization = organization;
    this.#index = index;
    this.#trusts = trusts;
    this.#outsiders = outsiderConditions([...organization.accounts.keys()].sort());
    for (const identity of [...organization.users, ...organization.roles]) {
      this.#own.set(identity.arn, this.#alone(callerOf(identity, index.account(identity.accountId))));
    }
    this.#byAccount = groupByAccount(this.#own.values());
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
    if (everyone) for (const named of this.#everyoneOutside(role)) alone.set(named.arn, this.#outsideGroup(named));
    const found: CallerGroup[] = [];
    for (const accountId of everyone ? this.#byAccount.keys() : accounts) {
      const { groups, passing } = this.#byAccount.get(accountId) ?? nobody;
      // A trust of everyone lets in the role's own account without any identity policy.
      found.push(...(everyone && accountId === role.accountId ? groups : passing));
    }
    const groups = setApart(found, namesApart(statements), alone, this.#own);
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
    return this.#outsideGroup(named).callers[0];
  }

  #outsideGroup(named: NamedPrincipal): CallerGroup {
    let group = this.#outside.get(named.arn);
    if (!group) {
      const account = named.accountId === '' ? null : this.#accountOf(named);
      const given = named.kind === 'anyone' ? this.#outsiders : [];
      const unknowns = { uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null };
      group = this.#alone({ kind: named.kind, arn: named.arn, account, name: named.name, ...unknowns, given });
      this.#outside.set(named.arn, group);
    }
    return group;
  }

  #alone(caller: Caller): CallerGroup {
    return { callerClass: this.#classes.classify(caller), callers: [caller] };
  }

  #named(named: NamedPrincipal, role: Role): CallerGroup[] {
    if (named.kind === 'deleted-principal') return [];
    if (named.kind !== 'user' && named.kind !== 'role') return [this.#outsideGroup(named)];
    const own = this.#own.get(named.arn);
    return own && (named.accountId === role.accountId || own.callerClass.mayAssume) ? [own] : [];
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
}

function groupByAccount(alone: Iterable<CallerGroup>): Map<string, AccountCallers> {
  const byAccount = new Map<string, Map<CallerClass, [Caller, ...Caller[]]>>();
  for (const { callerClass, callers } of alone) {
    const [caller] = callers;
    const accountId = caller.account?.id ?? '';
    const classes = byAccount.get(accountId) ?? new Map<CallerClass, [Caller, ...Caller[]]>();
    byAccount.set(accountId, classes);
    const group = classes.get(callerClass);
    if (group) group.push(caller);
    else classes.set(callerClass, [caller]);
  }
  return new Map(
    [...byAccount].map(([accountId, classes]) => {
      const groups = [...classes].map(([callerClass, callers]) => ({ callerClass, callers }));
      return [accountId, { groups, passing: groups.filter(({ callerClass }) => callerClass.mayAssume) }];
    }),
  );
}

/** ARNs that the trust policy names one by one: they may fare differently from their class. */
const namesApart = (statements: readonly TrustStatement[]): ReadonlySet<string> =>
  new Set(statements.flatMap(({ read }) => read.named.flatMap(({ arn, kind }) => (kind === 'root' ? [] : arn))));

/**
 * @param found groups of whole accounts
 * @param names who must be a group of its own
 * @param alone groups of one beyond those in `found`
 * @param own every user and role as a group of one
 */
function setApart(
  found: readonly CallerGroup[],
  names: ReadonlySet<string>,
  alone: Map<string, CallerGroup>,
  own: ReadonlyMap<string, CallerGroup>,
): CallerGroup[] {
  const groups: CallerGroup[] = [];
  for (const group of found) {
    const [first, ...rest] = names.size === 0 ? group.callers : group.callers.filter(({ arn }) => !names.has(arn));
    if (first) groups.push(rest.length + 1 === group.callers.length ? group : { ...group, callers: [first, ...rest] });
    if (rest.length + (first ? 1 : 0) === group.callers.length) continue;
    for (const { arn } of group.callers) {
      const single = names.has(arn) ? own.get(arn) : undefined;
      if (single) alone.set(arn, single);
    }
  }
  return [...groups, ...alone.values()];
}
