/**
 * The reference decider: may this caller assume this role in this one concrete context? Slow and obvious, written from the
 * specification of the gates and sharing nothing with `iam/`, so that the two can find each other's mistakes.
 */
import type { AssumeAction, Caller, Effect, GuardrailLevel, PolicyUse, Statement, TargetRole } from '../../../iam/types.ts';
import { answerTo, type ConcreteContext } from './concrete-context.ts';
import { entryHolds } from './conditions.ts';
import { matchesAction, matchesResource } from './patterns.ts';
import { isFederated, isIamCaller, type NamedAs, providerServes, sparedByNotPrincipal, waysNamed } from './principals.ts';

export type Answer = 'allow' | 'deny';

export function decideInContext(caller: Caller, role: TargetRole, context: ConcreteContext): Answer {
  const action = actionOf(caller);
  if (action === null) return 'deny';
  // EKS Pod Identity always passes session tags, so trust without sts:TagSession is of no use to it.
  if (caller.arn === 'pods.eks.amazonaws.com' && !allows({ caller, role, context, action: 'sts:TagSession' })) return 'deny';
  return allows({ caller, role, context, action }) ? 'allow' : 'deny';
}

/**
 * A call that passes tags or a source identity asks for more than the role, and fails as a whole where that is not allowed.
 * Nobody would make such a call, so a decision says nothing of it. AWS: "Pass session tags in AWS STS", "Monitor and control actions
 * taken with assumed roles".
 */
export function mayCarry(caller: Caller, role: TargetRole, context: ConcreteContext): boolean {
  const keys = [...context.keys.keys()];
  const tags = keys.some((key) => key === 'aws:tagkeys' || key.startsWith('aws:requesttag/'));
  const identity = keys.some((key) => key === 'sts:sourceidentity' || key === 'aws:sourceidentity');
  if (tags && !allows({ caller, role, context, action: 'sts:TagSession' })) return false;
  return !identity || allows({ caller, role, context, action: 'sts:SetSourceIdentity' });
}

function allows(request: Request): boolean {
  const { caller, role } = request;
  if (partitionOf(role.arn) !== (caller.account?.partition ?? partitionOf(role.arn))) return false;
  if (isFederated(caller) && !providerServes(caller, role)) return false;
  if (rcpsDeny(request) || !scpsAllow(request)) return false;
  const ways = waysTrusted(request);
  if (ways.length === 0) return false;
  // Whoever stands for anyone at all rules over policies of its own.
  return !isIamCaller(caller) || ownSideAllows(request, ways);
}

interface Request {
  readonly caller: Caller;
  readonly role: TargetRole;
  readonly context: ConcreteContext;
  readonly action: string;
}

/** The STS action that this kind of caller uses; null if it can use none. A root user never calls AssumeRole. */
export function actionOf(caller: Caller): AssumeAction | null {
  switch (caller.kind) {
    case 'user':
    case 'role':
    case 'service':
    case 'external-account':
    case 'anyone':
      return 'sts:AssumeRole';
    case 'saml-provider':
      return 'sts:AssumeRoleWithSAML';
    case 'oidc-provider':
    case 'federated-subject':
      return 'sts:AssumeRoleWithWebIdentity';
    default:
      return null;
  }
}

/** Gate 2: only denies of RCPs matter; they bind every caller. */
function rcpsDeny(request: Request): boolean {
  const { account, arn } = request.role;
  if (account.isManagement || account.organizationId === null) return false;
  if (isServiceLinked(arn) || isServiceLinked(request.caller.arn)) return false;
  if (account.rcps === 'off') return false;
  if (account.rcps === 'unknown') return !answerTo(request.context, 'RcpsAllow', account.id);
  return account.rcps.some((level) => level.policies.some((policy) => says(policy, 'Deny', request)));
}

/** Gate 3: at every level over the caller's account some SCP allows and none denies. */
function scpsAllow(request: Request): boolean {
  const { account, arn } = request.caller;
  if (account === null || !isIamCaller(request.caller)) return true;
  if (account.isManagement || account.organizationId === null || isServiceLinked(arn)) return true;
  if (account.scps === 'off') return true;
  if (account.scps === 'unknown') return answerTo(request.context, 'ScpsAllow', account.id);
  return account.scps.every((level) => levelAllows(level, request));
}

function levelAllows(level: GuardrailLevel, request: Request): boolean {
  if (level.policies.some((policy) => says(policy, 'Deny', request))) return false;
  return level.policies.some((policy) => says(policy, 'Allow', request));
}

/** Gate 4: how the trust policy names the caller in the statements that allow; empty if it does not allow, or denies. */
function waysTrusted(request: Request): NamedAs[] {
  const { trust } = request.role;
  const { caller, context } = request;
  if (trust.document === null) {
    const allows = answerTo(context, 'PolicyAllows', trust.id) && !answerTo(context, 'PolicyDenies', trust.id);
    return allows ? ['everyone'] : [];
  }
  const ways: NamedAs[] = [];
  for (const statement of trust.document.statements) {
    const element = statement.principal;
    if (element === null || !applies(statement, trust, request)) continue;
    const named = waysNamed(element, caller, context);
    if (statement.effect === 'Allow') {
      if (!element.negated) ways.push(...named);
      else if (named.length === 0) ways.push('everyone');
    } else if (!element.negated) {
      if (named.length > 0) return [];
    } else {
      const spared = sparedByNotPrincipal(element, caller, context);
      if (spared === 'denied' || (spared === 'unknown' && answerTo(context, 'PolicyDenies', trust.id))) return [];
    }
  }
  return ways;
}

/** Gate 5: identity policies and boundary, as far as the trust policy's way of naming the caller asks for them. */
function ownSideAllows(request: Request, ways: readonly NamedAs[]): boolean {
  const { caller, role, context } = request;
  const account = caller.account;
  // Anyone at all includes those whose own side allows it.
  if (!account) return true;
  if (!account.collected) return answerTo(context, 'IdentityAllows', account.id);
  const policies = caller.boundary === null ? caller.identityPolicies : [...caller.identityPolicies, caller.boundary];
  if (policies.some((policy) => says(policy, 'Deny', request))) return false;

  const identityAllows = caller.identityPolicies.some((policy) => says(policy, 'Allow', request));
  const boundaryAllows = caller.boundary === null || says(caller.boundary, 'Allow', request);
  if (account.id !== role.account.id) return identityAllows && boundaryAllows;
  return ways.some((way) => {
    if (way === 'account') return identityAllows && boundaryAllows;
    if (way === 'role') return boundaryAllows;
    return true;
  });
}

/** Does the policy have a statement of this effect that matches? A missing document answers from the context. */
function says(policy: PolicyUse, effect: Effect, request: Request): boolean {
  if (policy.document === null) return answerTo(request.context, effect === 'Allow' ? 'PolicyAllows' : 'PolicyDenies', policy.id);
  return policy.document.statements.some((statement) => statement.effect === effect && applies(statement, policy, request));
}

/** Action, resource and conditions; the principal is not looked at. */
function applies(statement: Statement, policy: PolicyUse, request: Request): boolean {
  const version = policy.document?.version ?? '2008-10-17';
  const actionListed = statement.actions.some((pattern) => matchesAction(pattern, request.action));
  if (actionListed === statement.notAction) return false;
  if (statement.resources !== null) {
    const listed = statement.resources.some((pattern) => matchesResource(pattern, version, request.context, request.role.arn));
    if (listed === statement.notResource) return false;
  }
  return statement.conditions.every((entry) => entryHolds(entry, version, request.context));
}

function isServiceLinked(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}

function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? '';
}
