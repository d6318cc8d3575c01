/**
 * Is a user or role an administrator: allowed everything on everything, after its boundary and the guardrails over it? Worked
 * out by deciding requests that only a grant of everything can cover, never from the names of policies. Denies that take parts
 * away leave an administrator one as long as it can still give permissions; they are named. What it could gain by changing
 * policies without being allowed everything is another question.
 */
import { principalKeys } from './assume-role/condition-keys.ts';
import { type Decision, decide } from './decide.ts';
import { isServiceLinked } from './gates/gate.ts';
import { toAlternatives } from './logic/alternatives.ts';
import { allOf, anyOf, type Formula } from './logic/formula.ts';
import { statementsFor } from './request.ts';
import type { Caller, Condition, PolicyDocument, PolicyUse } from './types.ts';

export interface Administrator {
  readonly isAdmin: boolean;
  /** For people: what makes it one, what keeps it from being one although it is granted everything, or what is not known. Empty: nothing of that. */
  readonly why: string;
}

const notAtAll: Administrator = { isAdmin: false, why: '' };

/** An action and a resource that no policy names: what allows it allows everything but what it or a Deny names. */
const anything = 'rolepath-probe:AnyAction';
const anythingOfIam = 'iam:RolepathProbe';
/** Ways to give permissions ("AWS managed policy: IAMFullAccess"); an administrator who is denied all of them is none. */
const givingPermissions = [
  'iam:AttachRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:CreatePolicyVersion',
];

/** Pure and total. Everyone but users and roles is no administrator: their permissions are elsewhere. */
export function decideAdministrator(caller: Caller): Administrator {
  const { account } = caller;
  if ((caller.kind !== 'user' && caller.kind !== 'role') || !account) return notAtAll;
  if (!caller.identityPolicies.some(mayAllowEverything)) return notAtAll;
  const facts = principalKeys(caller);
  const request = (action: string, arn: string): Decision =>
    // RCPs guard resources of some services; no principal is less of an administrator for them.
    decide({
      principal: caller,
      action,
      resource: { arn, account: { ...account, rcps: 'off' }, policy: null, policyMustAllow: false },
      context: facts,
    });
  const onAnything = request(anything, `arn:${account.partition}:rolepath-probe:us-east-1:${account.id}:any/thing`);
  const iamArn = `arn:${account.partition}:iam::${account.id}:rolepath-probe/any`;
  const onIam = request(anythingOfIam, iamArn);
  const giving = givingPermissions.map((action) => request(action, iamArn).formula);
  const formula = allOf([onAnything.formula, onIam.formula, anyOf(giving)]);
  const { alternatives } = toAlternatives(formula, facts);
  const granting = grantsOf(onAnything);
  if (alternatives.length === 0) return { isAdmin: false, why: explainRefusal(granting, onAnything, onIam, giving) };
  const known = alternatives.filter((conditions) => !conditions.some(isUnknown));
  const [least] = known;
  if (!least) return { isAdmin: false, why: `Not known: ${listTexts(describeUnknown(alternatives[0] ?? []))}.` };
  return { isAdmin: true, why: `Allowed everything by ${listTexts(granting)}${describeConditions(least)}${describeExceptions(caller)}.` };
}

const isUnknown = ({ source }: Condition): boolean => source === 'unknown-identity';

const grantsOf = ({ findings }: Decision): string[] => [
  ...new Set(
    findings
      .filter(({ gate }) => gate === 'identity')
      .flatMap(({ allows }) => allows.filter(({ holds }) => holds !== false).map(({ use }) => use.name)),
  ),
];

const gateWords: Readonly<Record<string, string>> = {
  scp: 'the SCPs over its account',
  identity: 'its identity policies',
  boundary: 'its permissions boundary',
};

/** Says nothing where no policy grants everything to begin with. */
function explainRefusal(granting: readonly string[], onAnything: Decision, onIam: Decision, giving: readonly Formula[]): string {
  if (granting.length === 0) return '';
  const closed = ({ findings }: Decision) => [
    ...new Set(findings.flatMap(({ gate, formula }) => (formula === false ? (gateWords[gate] ?? []) : []))),
  ];
  const [inGeneral, forIam] = [closed(onAnything), closed(onIam)];
  const granted = `Not an administrator: granted everything by ${listTexts(granting)}, but`;
  if (inGeneral.length > 0) return `${granted} kept from that by ${listTexts(inGeneral)}.`;
  if (forIam.length > 0) return `${granted} kept from changing permissions by ${listTexts(forIam)}.`;
  return giving.every((formula) => formula === false)
    ? `${granted} kept from changing permissions by denies.`
    : `${granted} under conditions that exclude each other.`;
}

function describeUnknown(conditions: readonly Condition[]): string[] {
  const texts = conditions.filter(isUnknown).map(({ key, values: [value] }) => {
    if (key === 'rolepath:ScpsAllow') return `the SCPs over account ${value} were not collected`;
    return `${key.startsWith('rolepath:Policy') ? `the policy ${value}` : key} is not in the data`;
  });
  return [...new Set(texts)];
}

function describeConditions(conditions: readonly Condition[]): string {
  const keys = [...new Set(conditions.map(({ key }) => key))];
  return keys.length === 0 ? '' : `, under conditions on ${listTexts(keys)}`;
}

/** Denies do not keep an administrator from being one, but people should hear of them. */
function describeExceptions({ identityPolicies, boundary, account, arn }: Caller): string {
  const exempt = !account || account.isManagement || isServiceLinked(arn);
  const guardrails = exempt || typeof account.scps === 'string' ? [] : account.scps.flatMap(({ policies }) => policies);
  const denying = [...identityPolicies, ...(boundary ? [boundary] : []), ...guardrails].filter(hasDeny).map(({ name }) => name);
  return denying.length === 0 ? '' : `, apart from what ${listTexts([...new Set(denying)])} ${denying.length === 1 ? 'denies' : 'deny'}`;
}

const shownTexts = 3;

function listTexts(texts: readonly string[]): string {
  const more = texts.length - shownTexts;
  const shown = more > 0 ? [...texts.slice(0, shownTexts), `${more} more`] : texts;
  return shown.length <= 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** Few documents do: told from their text, so that the others are not read again. What is missing might. */
const mayAllowEverything = ({ document }: PolicyUse): boolean =>
  document === null ||
  (/"\*"|"NotAction"/i.test(document.text) && statementsFor(document, anything).some(({ effect }) => effect === 'Allow'));

const denyCache = new WeakMap<PolicyDocument, boolean>();

function hasDeny({ document }: PolicyUse): boolean {
  if (!document) return false;
  let answer = denyCache.get(document);
  if (answer === undefined) {
    answer = document.text.includes('"Deny"') && document.statements.some(({ effect }) => effect === 'Deny');
    denyCache.set(document, answer);
  }
  return answer;
}
