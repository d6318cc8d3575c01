/**
 * May this caller assume this role? The one place that puts the gates, the caller's kind and what rides on the call
 * (session tags, source identity, session name) together.
 */
import { evaluateTest } from '../conditions/evaluate-test.ts';
import { absent, type KeyFacts } from '../conditions/key-facts.ts';
import { type Decision, decide } from '../decide.ts';
import { toAlternatives } from '../logic/alternatives.ts';
import { chosenFacts } from '../logic/defaults.ts';
import { allOf, anyOf, type Formula } from '../logic/formula.ts';
import { possibilities } from '../logic/key-constraints.ts';
import { tokensOf } from '../matching/variables.ts';
import { statementsFor } from '../request.ts';
import type { Alternatives, AssumeAction, AssumeDecision, Caller, Condition, GateResult, PolicyUse, TargetRole } from '../types.ts';
import { callerGate } from './caller-gate.ts';
import { conditionKeys } from './condition-keys.ts';
import { describeGate, verdictOf } from './describe.ts';
import { issuerOf } from './federated-keys.ts';
import { actingCaller } from './identity-center.ts';

/** The call that such a caller uses to get a role ("Compare AWS STS credentials"). */
function actionOf(caller: Pick<Caller, 'kind'>): AssumeAction {
  if (caller.kind === 'saml-provider') return 'sts:AssumeRoleWithSAML';
  return caller.kind === 'oidc-provider' || caller.kind === 'federated-subject' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
}

/**
 * Decides as AWS does, as far as the data tells; what only the moment of the call tells stays as conditions.
 * Total: never throws on any data of these shapes. Session policies and VPC endpoint policies are out of view.
 */
export function decideAssumeRole(caller: Caller, role: TargetRole): AssumeDecision {
  const verdict = evaluateAssumeRole(caller, role);
  const { action, facts, gates, refusal } = verdict;
  const first: GateResult = {
    gate: 'caller',
    verdict: refusal === null ? 'allowed' : 'denied',
    statements: [],
    why: refusal ?? `${caller.name} calls ${action}`,
  };
  const describe = (found: Decision, asked: string) => found.findings.map((finding) => describeGate(finding, caller, role, asked, facts));
  const described = [first, ...describe(gates, action)];
  if (verdict.outcome.verdict !== 'denied' || described.some((gate) => gate.verdict === 'denied'))
    return { ...verdict.outcome, gates: described };
  const tagging = alwaysTags(caller) ? describe(verdict.gatesFor('sts:TagSession'), 'sts:TagSession') : [];
  return {
    ...verdict.outcome,
    gates: blameTogether(
      described,
      tagging.find((gate) => gate.verdict === 'denied'),
    ),
  };
}

/**
 * Every gate can be passed, yet not all at once. Either the caller always passes session tags and is refused that, or
 * conditions of different gates contradict each other; the last of them is shown as the one that refuses.
 */
function blameTogether(gates: readonly GateResult[], refusesTags: GateResult | undefined): GateResult[] {
  const conditional = gates.filter(({ verdict }) => verdict === 'conditional').map(({ gate }) => gate);
  const blamed = refusesTags?.gate ?? conditional.at(-1) ?? 'trust';
  return gates.map((gate) => {
    if (gate.gate !== blamed) return gate;
    if (refusesTags) return { ...refusesTags, why: `this caller always passes session tags, and ${refusesTags.why}` };
    const others = conditional.filter((other) => other !== blamed).join(', ');
    return {
      ...gate,
      verdict: 'denied',
      why: `its conditions contradict ${others === '' ? 'each other' : `those of the other gates (${others})`}`,
    };
  });
}

/** What edges need, without the words. */
export type AssumeOutcome = Omit<AssumeDecision, 'gates'>;

export function evaluateAssumeRole(asking: Caller, role: TargetRole) {
  const caller = actingCaller(asking, role);
  const action = actionOf(caller);
  const refusal = callerGate(asking, role);
  // A role is a resource whose policy must allow, in its own account too.
  const resource = { arn: role.arn, account: role.account, policy: role.trust, policyMustAllow: true };
  const sent = conditionKeys(caller, role, action);
  const facts = withoutImpossible(sent, (asked) => decide({ principal: caller, action: asked, resource, context: sent }));
  const gatesFor = (asked: string): Decision => decide({ principal: caller, action: asked, resource, context: facts });
  const gates = gatesFor(action);
  const formulaFor = (asked: string): Formula => (mayGrant(role.trust, asked) ? gatesFor(asked).formula : false);
  const tagging = lazily(() => formulaFor('sts:TagSession'));
  const settingIdentity = lazily(() => formulaFor('sts:SetSourceIdentity'));
  const ride = (formula: Formula) => withRidingPermissions(formula, caller, facts, tagging, settingIdentity);

  const simplified = refusal === null ? toAlternatives(ride(gates.formula), facts) : { alternatives: [], truncated: false };
  const { alternatives, truncated } = simplified;
  const granted = alternatives.length > 0;
  const riding = (permission: () => Formula): Alternatives => (granted ? toAlternatives(permission(), facts).alternatives : []);
  const tagSession = riding(tagging);
  const setSourceIdentity = riding(settingIdentity);
  const outcome: AssumeOutcome = {
    action,
    verdict: verdictOf(alternatives),
    explicit: !granted && gates.explicitlyDenied,
    alternatives,
    truncated,
    grant: granted && toAlternatives(ride(gates.byResourcePolicyAlone), facts).alternatives.length > 0 ? 'trust' : 'identity',
    tagSession,
    setSourceIdentity,
    canTagSession: tagSession.length > 0,
    canSetSourceIdentity: setSourceIdentity.length > 0,
    canChooseSessionName: granted && choosesSessionName(caller, alternatives),
    oidcSub: granted ? subBinding(caller, alternatives, facts) : 'none',
  };
  return { action, facts, gates, gatesFor, refusal, outcome };
}

/** Without an Allow of the action, whoever it names, a trust policy lets nobody in: the common case, told without passing the gates. */
const mayGrant = ({ document }: PolicyUse, action: string): boolean =>
  document === null || statementsFor(document, action).some(({ effect }) => effect === 'Allow');

/** EKS Pod Identity passes session tags with every call ("EKS Pod Identity: role trust policy"). */
const alwaysTags = ({ kind, arn }: Caller): boolean => kind === 'service' && arn === 'pods.eks.amazonaws.com';

const isTagKey = (key: string): boolean => /^(aws:requesttag\/.*|aws:tagkeys|sts:transitivetagkeys)$/i.test(key);
const isSourceIdentityKey = (key: string): boolean => key.toLowerCase() === 'sts:sourceidentity';

/** Tags and source identity that no call may carry are absent from every call that succeeds. */
function withoutImpossible(facts: KeyFacts, gatesFor: (action: string) => Decision): KeyFacts {
  const mayTag = lazily(() => toAlternatives(gatesFor('sts:TagSession').formula, facts).alternatives.length > 0);
  const maySetIdentity = lazily(() => toAlternatives(gatesFor('sts:SetSourceIdentity').formula, facts).alternatives.length > 0);
  return (key) => {
    if (isTagKey(key) && !mayTag()) return absent;
    if (isSourceIdentityKey(key) && !maySetIdentity()) return absent;
    return facts(key);
  };
}

/**
 * A call that passes tags also needs sts:TagSession, one that sets a source identity sts:SetSourceIdentity, on both
 * sides ("Pass session tags in AWS STS"). So alternatives that ask for them ask for that permission too.
 */
function withRidingPermissions(
  formula: Formula,
  caller: Caller,
  facts: KeyFacts,
  tagging: () => Formula,
  settingIdentity: () => Formula,
): Formula {
  const whole = alwaysTags(caller) ? allOf([formula, tagging()]) : formula;
  if (!mentions(whole, (key) => isTagKey(key) || isSourceIdentityKey(key))) return whole;
  // What holds by default is kept for now: the permissions may look at the same keys.
  const parts = toAlternatives(whole, chosenFacts(facts)).alternatives.map((conjunction) => {
    const asks = (concerns: (key: string) => boolean) =>
      conjunction.some(({ key }) => concerns(key) && mustBePresent(key, conjunction, facts));
    const conditions: Formula[] = conjunction.map((condition) => ({ condition }));
    if (asks(isTagKey)) conditions.push(tagging());
    if (asks(isSourceIdentityKey)) conditions.push(settingIdentity());
    return allOf(conditions);
  });
  return anyOf(parts);
}

function mentions(formula: Formula, concerns: (key: string) => boolean): boolean {
  if (typeof formula === 'boolean') return false;
  if ('condition' in formula) return concerns(formula.condition.key);
  return ('all' in formula ? formula.all : formula.any).some((part) => mentions(part, concerns));
}

function mustBePresent(key: string, conjunction: readonly Condition[], facts: KeyFacts): boolean {
  const fact = facts(key);
  if (fact.state !== 'unknown') return false;
  const same = conjunction.filter((condition) => condition.key.toLowerCase() === key.toLowerCase());
  return !possibilities(same, fact).whenAbsent;
}

/** Services and SAML providers choose the name themselves; others do unless a condition binds it. */
function choosesSessionName(caller: Caller, alternatives: Alternatives): boolean {
  if (caller.kind === 'service' || caller.kind === 'saml-provider') return false;
  return alternatives.some((conjunction) => !conjunction.some(({ key }) => key.toLowerCase() === 'sts:rolesessionname'));
}

/** How tightly the token's subject is bound, by the loosest alternative and by what is known of a federated subject itself. */
function subBinding(caller: Caller, alternatives: Alternatives, facts: KeyFacts): AssumeDecision['oidcSub'] {
  if (caller.kind !== 'oidc-provider' && caller.kind !== 'federated-subject') return 'none';
  const subKey = `${issuerOf(caller)}:sub`.toLowerCase();
  const fact = facts(subKey);
  const given = fact.state === 'unknown' ? fact.given : [];
  const bindings = alternatives.map((conjunction) => {
    // A condition that the impossible subject meets binds nothing.
    const binding = [...conjunction, ...given].filter(
      (condition) => condition.key.toLowerCase() === subKey && !evaluateTest(condition, ['\u0000'], false),
    );
    if (binding.length === 0) return 'any';
    return binding.some(isExact) ? 'exact' : 'pattern';
  });
  return bindings.includes('any') ? 'any' : bindings.includes('pattern') ? 'pattern' : 'exact';
}

/** A pattern without wildcards is as good as the text. */
const isExact = ({ operator, values }: Condition): boolean =>
  operator.includes('Equals') || values.every((value) => tokensOf(value, true).every((token) => token >= 0));

function lazily<T>(compute: () => T): () => T {
  let value: { readonly computed: T } | null = null;
  return () => {
    value ??= { computed: compute() };
    return value.computed;
  };
}
