/**
 * May this caller open a root session in a member account of its organization? No trust policy says so: centralized root access does,
 * once for the whole organization, and the caller's own side must allow it. The session is limited to one task, and ends a chain: root
 * users assume no roles. Sources: "Centrally manage root access for member accounts", "Perform a privileged task on an AWS Organizations
 * member account" (IAM User Guide), "AssumeRoot" (AWS STS API Reference), "Actions, resources, and condition keys for AWS STS".
 */
import { conditionKeys } from './assume-role/condition-keys.ts';
import { describeGate, verdictOf } from './assume-role/describe.ts';
import { absent, type KeyFacts, known, unknown } from './conditions/key-facts.ts';
import { type Decision, decide } from './decide.ts';
import { toAlternatives } from './logic/alternatives.ts';
import { allOf, anyOf, type Formula } from './logic/formula.ts';
import { parsePolicyDocument } from './parse-policy.ts';
import type { AccountFacts, AssumeDecision, Caller, Condition, GateResult, PolicyUse, TargetRole } from './types.ts';

/** The task policies that AWS knows; every root session takes one of them. */
const rootTasks = [
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
];

const action = 'sts:AssumeRoot';
const taskKey = 'sts:TaskPolicyArn';

/** Pure and total, as `evaluateAssumeRole`. The `trust` gate of `gates` stands for the organization and has no statements of any policy. */
export function evaluateAssumeRoot(caller: Caller, member: AccountFacts) {
  const target = rootUserOf(member);
  const refusal = refuse(caller, member);
  const tasks = rootTasks.map((task) => `arn:${member.partition}:iam::aws:policy/root-task/${task}`);
  const open = requestKeys(caller, target, tasks);
  const resource = { arn: target.arn, account: member, policy: organizationsTrust(caller, target.arn), policyMustAllow: true };
  const decideWith = (facts: KeyFacts): Decision => decide({ principal: caller, action, resource, context: facts });
  const gates = decideWith(open);
  const formula = asksForTask(gates.formula)
    ? byTask(tasks, (task) => decideWith((key) => (isTaskKey(key) ? known(task) : open(key))).formula)
    : gates.formula;
  const { alternatives, truncated } = refusal === null ? toAlternatives(formula, open) : { alternatives: [], truncated: false };
  const verdict = verdictOf(alternatives);
  const outcome: Omit<AssumeDecision, 'gates'> = {
    action,
    verdict,
    explicit: verdict === 'denied' && gates.explicitlyDenied,
    alternatives,
    truncated,
    grant: 'identity',
    tagSession: [],
    setSourceIdentity: [],
    canTagSession: false,
    canSetSourceIdentity: false,
    canChooseSessionName: false,
    oidcSub: 'none',
  };
  return { target, facts: open, gates, refusal, outcome };
}

/** The decision with its reasons for people. */
export function decideAssumeRoot(caller: Caller, member: AccountFacts): AssumeDecision {
  const { target, facts, gates, refusal, outcome } = evaluateAssumeRoot(caller, member);
  const first: GateResult = {
    gate: 'caller',
    verdict: refusal === null ? 'allowed' : 'denied',
    statements: [],
    why: refusal ?? `centralized root access lets ${caller.name} call ${action}, limited to one task`,
  };
  const others = gates.findings
    .filter(({ gate }) => gate !== 'trust')
    .map((finding) => describeGate(finding, caller, target, action, facts))
    .map((gate) => ({ ...gate, why: gate.why.replace(/ (on|to) (the|this) role/, ' $1 $2 root user') }));
  return { ...outcome, gates: [first, ...others] };
}

/** The root user as what is asked for; like a role it is in one account and has an ARN, and that is all. */
const rootUserOf = (account: AccountFacts): TargetRole => ({
  arn: `arn:${account.partition}:iam::${account.id}:root`,
  account,
  name: 'root',
  uniqueId: null,
  tags: [],
  trust: { as: 'trust', id: '', name: '', document: null, viaGroup: null },
  identityProviders: null,
});

/** Why nobody like this caller can, or null if policies decide. */
function refuse({ kind, account }: Caller, member: AccountFacts): string | null {
  if (kind === 'root') return 'a root user cannot open root sessions';
  if (kind !== 'user' && kind !== 'role') return 'only users and roles can open root sessions';
  if (member.isManagement) return 'root sessions are opened in member accounts, and this is the management account';
  if (member.organizationId === null || member.organizationId === 'unknown' || member.organizationId !== account?.organizationId)
    return 'root sessions are opened in member accounts of the own organization';
  if (!account.opensRootSessions)
    return 'centralized root access is off or was not read, or this is neither the management account nor a delegated administrator for IAM';
  return account.partition === member.partition ? null : 'no call crosses partitions';
}

/** What is known of the request. It brings the task and nothing else: no tags, no name, no source identity. */
function requestKeys(caller: Caller, target: TargetRole, tasks: readonly string[]): KeyFacts {
  const usual = conditionKeys(caller, target, action);
  return (key) => {
    const name = key.toLowerCase();
    if (isTaskKey(key)) return unknown('caller', { mayBeAbsent: false, given: [isOneOf(tasks)] });
    if (name.startsWith('sts:') || name.startsWith('aws:requesttag/') || name === 'aws:tagkeys') return absent;
    return usual(key);
  };
}

const isTaskKey = (key: string): boolean => key.toLowerCase() === taskKey.toLowerCase();

/** That accounts of the organization may ask at all, as decisions across accounts want it: a policy of the other side. */
const organizationsTrust = ({ account }: Caller, arn: string): PolicyUse => ({
  as: 'trust',
  id: `${arn}#organization`,
  name: 'centralized root access',
  document: parsePolicyDocument(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: account?.id ?? '' }, Action: action }] },
    'trust',
  ).document,
  viaGroup: null,
});

function asksForTask(formula: Formula): boolean {
  if (typeof formula === 'boolean') return false;
  if ('condition' in formula) return isTaskKey(formula.condition.key);
  return ('all' in formula ? formula.all : formula.any).some(asksForTask);
}

/** Tasks that are allowed under the same conditions stand in one condition; that any will do is none. */
function byTask(tasks: readonly string[], formulaOf: (task: string) => Formula): Formula {
  const groups = new Map<string, { readonly formula: Formula; readonly tasks: string[] }>();
  for (const task of tasks) {
    const formula = formulaOf(task);
    const text = JSON.stringify(formula);
    const group = groups.get(text) ?? { formula, tasks: [] };
    group.tasks.push(task);
    groups.set(text, group);
  }
  return anyOf(
    [...groups.values()].map((group) =>
      group.tasks.length === tasks.length ? group.formula : allOf([group.formula, { condition: isOneOf(group.tasks) }]),
    ),
  );
}

const isOneOf = (tasks: readonly string[]): Condition => ({
  key: taskKey,
  operator: 'StringEquals',
  qualifier: null,
  ifExists: false,
  values: tasks,
  negated: false,
  source: 'caller',
});
