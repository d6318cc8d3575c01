/**
 * Which actions of STS a user or role may call by its own side: identity policies, permissions boundary, SCPs. What the other
 * side says of a role (trust policy, RCPs) is decided with the role, see assume-role/.
 */
import { principalKeys } from './assume-role/condition-keys.ts';
import { type KeyFacts, unknown } from './conditions/key-facts.ts';
import { decide } from './decide.ts';
import { toAlternatives } from './logic/alternatives.ts';
import { anyOf, type Formula } from './logic/formula.ts';
import { statementsFor } from './request.ts';
import { type StsAction, stsActions } from './sts-actions.ts';
import type { AccountFacts, Alternatives, Caller } from './types.ts';

export interface GrantedStsAction {
  readonly action: StsAction;
  /** `[[]]`: always. */
  readonly alternatives: Alternatives;
  /** True if alternatives were left out because there were too many. */
  readonly truncated: boolean;
}

/** Statements that name single roles or users are tried one by one, up to this many. */
const mostCandidates = 24;

/** In the order of `stsActions`, without those that edges decide. Pure and total; nobody but users and roles of collected accounts has any. */
export function decideStsActions(caller: Caller): readonly GrantedStsAction[] {
  const { account } = caller;
  if ((caller.kind !== 'user' && caller.kind !== 'role') || !account) return [];
  const facts = callerFacts(caller);
  return stsActions.flatMap((action): GrantedStsAction[] => {
    if (action.callers === 'users' && caller.kind !== 'user') return [];
    if (action.decidedBy === 'nothing') return [{ action, alternatives: [[]], truncated: false }];
    if (action.decidedBy !== 'own-side' || !mayBeAllowed(caller, action.action)) return [];
    const formula = anyOf(candidates(action, caller, account).map((arn) => ownSide(caller, account, action, arn, facts)));
    const simplified = toAlternatives(formula, facts);
    return simplified.alternatives.length === 0 ? [] : [{ action, ...simplified }];
  });
}

/** Most principals have no statement that allows it: told without passing the gates. */
const mayBeAllowed = ({ identityPolicies }: Caller, action: string): boolean =>
  identityPolicies.some(({ document }) => document === null || statementsFor(document, action).some(({ effect }) => effect === 'Allow'));

function ownSide(principal: Caller, account: AccountFacts, { action }: StsAction, arn: string, context: KeyFacts): Formula {
  // RCPs are the other side's.
  const resource = { arn, account: { ...account, rcps: 'off' as const }, policy: null, policyMustAllow: false };
  return decide({ principal, action, resource, context }).formula;
}

/** What the request brings is the caller's choice; what it is about may lie in any account. */
function callerFacts(caller: Caller): KeyFacts {
  const facts = principalKeys(caller);
  return (key) => {
    const name = key.toLowerCase();
    if (name === 'aws:tagkeys' || name === 'sts:transitivetagkeys') return unknown('caller', { multivalued: true });
    if (name.startsWith('sts:') || name.startsWith('aws:requesttag/')) return unknown('caller');
    if (name.startsWith('aws:resource')) return unknown('environment');
    return facts(key);
  };
}

/** ARNs that stand for all the action can be asked for: one that nobody names, and one for each pattern of an Allow. */
function candidates({ action, resource }: StsAction, { identityPolicies }: Caller, { id, partition }: AccountFacts): string[] {
  if (resource === '*') return ['*'];
  if (resource === 'self') return [`arn:${partition}:sts::${id}:self`];
  const service = resource === 'role' ? 'iam' : 'sts';
  const prefix = new RegExp(`^arn:[^:]*:${service}:[^:]*:[^:]*:${resource}/.`);
  const named = identityPolicies.flatMap(({ document }) =>
    document === null
      ? []
      : statementsFor(document, action)
          .filter(({ effect, notResource }) => effect === 'Allow' && !notResource)
          .flatMap(({ resources }) => (resources ?? []).map((pattern) => exampleOf(pattern, partition, id)))
          .filter((arn) => prefix.test(arn)),
  );
  return [`arn:${partition}:${service}::${id}:${resource}/rolepath-probe`, ...new Set(named)].slice(0, mostCandidates);
}

/** An ARN that the pattern matches: `arn:aws:iam::*:role/ci-*` gives `arn:aws:iam::111122223333:role/ci-x`. */
function exampleOf(pattern: string, partition: string, account: string): string {
  const [head = '', inPartition = '', service = '', region = '', ofAccount = '', ...rest] = pattern.split(':');
  const parts = [head, inPartition.includes('*') ? partition : inPartition, service, region.replaceAll('*', '')];
  return [...parts, ofAccount.includes('*') ? account : ofAccount, rest.join(':').replaceAll(/[*?]/g, 'x')].join(':');
}
