/** Makes a failing pair small: drops policies, statements, conditions, values and tags as long as it still fails. */
import type { AccountFacts, Caller, GuardrailLevel, PolicyUse, PrincipalElement, Statement, TargetRole } from '../../../iam/types.ts';
import { makeDocument, statementToJson } from './documents.ts';

export interface Pair {
  readonly caller: Caller;
  readonly role: TargetRole;
}

/** Greedy: takes the first smaller pair that still fails, until none does. */
export function shrink(pair: Pair, stillFails: (smaller: Pair) => boolean): Pair {
  let smallest = pair;
  for (;;) {
    const next = smallerPairs(smallest).find(stillFails);
    if (next === undefined) return smallest;
    smallest = next;
  }
}

function smallerPairs({ caller, role }: Pair): Pair[] {
  const callers = smallerCallers(caller).map((smaller) => ({ caller: smaller, role }));
  const trusts = smallerPolicy(role.trust).map((trust) => ({ caller, role: { ...role, trust } }));
  const accounts = smallerAccounts(role.account, 'rcps').map((account) => ({ caller, role: { ...role, account } }));
  const tags = without(role.tags).map((left) => ({ caller, role: { ...role, tags: left } }));
  return [...accounts, ...callers, ...trusts, ...tags];
}

function smallerCallers(caller: Caller): Caller[] {
  const smaller: Caller[] = without(caller.identityPolicies).map((identityPolicies) => ({ ...caller, identityPolicies }));
  if (caller.boundary !== null) smaller.push({ ...caller, boundary: null });
  if (caller.account !== null) smaller.push(...smallerAccounts(caller.account, 'scps').map((account) => ({ ...caller, account })));
  smaller.push(...without(caller.tags).map((tags) => ({ ...caller, tags })));
  smaller.push(...replaced(caller.identityPolicies, smallerPolicy).map((identityPolicies) => ({ ...caller, identityPolicies })));
  if (caller.boundary !== null) smaller.push(...smallerPolicy(caller.boundary).map((boundary) => ({ ...caller, boundary })));
  if (caller.trust !== null) smaller.push(...smallerPolicy(caller.trust).map((trust) => ({ ...caller, trust })));
  return smaller;
}

/** Caller and role of one account keep one id; of the guardrails only those that concern the side are touched. */
function smallerAccounts(account: AccountFacts, type: 'scps' | 'rcps'): AccountFacts[] {
  const smaller: AccountFacts[] = [];
  const levels = account[type];
  if (levels !== 'off') smaller.push({ ...account, [type]: 'off' });
  if (typeof levels === 'string') return smaller;
  smaller.push(...without(levels).map((left) => ({ ...account, [type]: left })));
  const inLevel = (level: GuardrailLevel): GuardrailLevel[] =>
    [...without(level.policies), ...replaced(level.policies, smallerPolicy)].map((policies) => ({ ...level, policies }));
  smaller.push(...replaced(levels, inLevel).map((left) => ({ ...account, [type]: left })));
  return smaller;
}

function smallerPolicy(policy: PolicyUse): PolicyUse[] {
  const { document } = policy;
  if (document === null) return [];
  const smaller = [...without(document.statements).filter((left) => left.length > 0), ...replaced(document.statements, smallerStatements)];
  return smaller.map((statements) => ({ ...policy, document: makeDocument(statements, document.version) }));
}

function smallerStatements(statement: Statement): Statement[] {
  const smaller: Statement[] = without(statement.conditions).map((conditions) => ({ ...statement, conditions }));
  const atLeastOne = <T>(items: readonly T[]): T[][] => without(items).filter((left) => left.length > 0);
  smaller.push(...atLeastOne(statement.actions).map((actions) => ({ ...statement, actions })));
  smaller.push(...atLeastOne(statement.resources ?? []).map((resources) => ({ ...statement, resources })));
  if (statement.resources !== null && statement.resources[0] !== '*') smaller.push({ ...statement, notResource: false, resources: ['*'] });
  if (statement.notAction) smaller.push({ ...statement, notAction: false, actions: ['*'] });
  const { principal } = statement;
  if (principal !== null) smaller.push(...smallerPrincipals(principal).map((left) => ({ ...statement, principal: left })));
  const fewerValues = replaced(statement.conditions, (entry) => atLeastOne(entry.values).map((values) => ({ ...entry, values })));
  return [...smaller, ...fewerValues.map((conditions) => ({ ...statement, conditions }))];
}

function smallerPrincipals(principal: PrincipalElement): PrincipalElement[] {
  if (principal.aws.length + principal.service.length + principal.federated.length < 2) return [];
  return [
    ...without(principal.aws).map((aws) => ({ ...principal, aws })),
    ...without(principal.service).map((service) => ({ ...principal, service })),
    ...without(principal.federated).map((federated) => ({ ...principal, federated })),
  ];
}

/** The list without each of its items in turn. */
function without<T>(items: readonly T[]): T[][] {
  return items.map((_, i) => [...items.slice(0, i), ...items.slice(i + 1)]);
}

/** The list with one item replaced by each of its smaller versions. */
function replaced<T>(items: readonly T[], smallerOf: (item: T) => readonly T[]): T[][] {
  return items.flatMap((item, i) => smallerOf(item).map((smaller) => [...items.slice(0, i), smaller, ...items.slice(i + 1)]));
}

/** The pair as compact JSON for people: documents as AWS writes them, nothing that is empty. */
export function describePair({ caller, role }: Pair): string {
  const policy = (use: PolicyUse): unknown => ({
    [`${use.as} ${use.id}`]:
      use.document === null ? null : { Version: use.document.version, Statement: use.document.statements.map(statementToJson) },
  });
  const account = (facts: AccountFacts | null, type: 'scps' | 'rcps'): unknown => {
    if (facts === null) return undefined;
    const levels = facts[type];
    const { id, collected, organizationId, isManagement } = facts;
    const shown = typeof levels === 'string' ? levels : levels.map((level) => ({ [level.target]: level.policies.map(policy) }));
    return { id, collected, organizationId, organizationPath: facts.organizationPath, isManagement, [type]: shown };
  };
  const shown = {
    caller: {
      kind: caller.kind,
      arn: caller.arn,
      uniqueId: caller.uniqueId,
      account: account(caller.account, 'scps'),
      tags: caller.tags,
      given: caller.given,
      identityPolicies: caller.identityPolicies.map(policy),
      boundary: caller.boundary === null ? undefined : policy(caller.boundary),
      ownTrust: caller.trust === null ? undefined : policy(caller.trust),
    },
    role: {
      arn: role.arn,
      account: account(role.account, 'rcps'),
      tags: role.tags,
      identityProviders: role.identityProviders,
      trust: policy(role.trust),
    },
  };
  return JSON.stringify(shown, null, 1).replaceAll(/\n\s*(?=[\]}])|(?<=[[{])\n\s*/g, '');
}
