/** Conditions in words, for the sentences of answers. Values are put in as they are; whoever shows a sentence escapes it. */
import type { Condition } from '../iam/types.ts';

/** How an operator reads: when its test holds, and when it must not hold. */
const verbs: Readonly<Record<string, readonly [holds: string, fails: string]>> = {
  equals: ['is', 'is not'],
  like: ['matches', 'does not match'],
  in: ['lies in', 'does not lie in'],
  less: ['is less than', 'is not less than'],
  lessOrEqual: ['is at most', 'is more than'],
  greater: ['is greater than', 'is not greater than'],
  greaterOrEqual: ['is at least', 'is less than'],
  before: ['is before', 'is not before'],
  beforeOrAt: ['is not after', 'is after'],
  after: ['is after', 'is not after'],
  afterOrAt: ['is not before', 'is before'],
};

/** Operators that say the opposite of another are read as that one, turned round. */
const readings: Readonly<Record<string, readonly [verb: string, opposite: boolean]>> = {
  StringEquals: ['equals', false],
  StringNotEquals: ['equals', true],
  StringEqualsIgnoreCase: ['equals', false],
  StringNotEqualsIgnoreCase: ['equals', true],
  StringLike: ['like', false],
  StringNotLike: ['like', true],
  NumericEquals: ['equals', false],
  NumericNotEquals: ['equals', true],
  NumericLessThan: ['less', false],
  NumericLessThanEquals: ['lessOrEqual', false],
  NumericGreaterThan: ['greater', false],
  NumericGreaterThanEquals: ['greaterOrEqual', false],
  DateEquals: ['equals', false],
  DateNotEquals: ['equals', true],
  DateLessThan: ['before', false],
  DateLessThanEquals: ['beforeOrAt', false],
  DateGreaterThan: ['after', false],
  DateGreaterThanEquals: ['afterOrAt', false],
  Bool: ['equals', false],
  BinaryEquals: ['equals', false],
  IpAddress: ['in', false],
  NotIpAddress: ['in', true],
  ArnEquals: ['like', false],
  ArnLike: ['like', false],
  ArnNotEquals: ['like', true],
  ArnNotLike: ['like', true],
  // Of the pseudo-key rolepath:Resource: a Resource element with a variable in it.
  Resource: ['like', false],
  NotResource: ['like', true],
};

/** Keys that people know by another name. */
const subjects: ReadonlyMap<string, string> = new Map([
  ['sts:externalid', 'the external id that it sends'],
  ['sts:rolesessionname', 'the session name that it chooses'],
  ['sts:sourceidentity', 'the source identity that it sets'],
  ['aws:sourceidentity', 'the source identity of its session'],
  ['aws:sourceip', 'its IP address'],
  ['aws:sourcevpc', 'the VPC that it calls from'],
  ['aws:sourcevpce', 'the VPC endpoint that it calls through'],
  ['aws:currenttime', 'the time of the call'],
  ['aws:requestedregion', 'the region that it calls'],
  ['aws:tokenissuetime', 'the time its session was opened'],
  ['rolepath:resource', 'the ARN of the role'],
  ['rolepath:session-name', 'the name of its session'],
]);

/** The pseudo-keys under which iam/ keeps what the data does not hold; the value is a policy or account id. */
const unknownIdentities: ReadonlyMap<string, readonly [holds: string, fails: string]> = new Map([
  ['rolepath:PolicyAllows', ['the policy % (not in the data) allows it', 'the policy % (not in the data) does not allow it']],
  ['rolepath:PolicyDenies', ['the policy % (not in the data) denies it', 'the policy % (not in the data) does not deny it']],
  ['rolepath:IdentityAllows', ['account % (not in the data) lets it', 'account % (not in the data) does not let it']],
  [
    'rolepath:ScpsAllow',
    ['the SCPs over account % (not in the data) allow it', 'the SCPs over account % (not in the data) do not allow it'],
  ],
  [
    'rolepath:RcpsAllow',
    ['the RCPs over account % (not in the data) let it pass', 'the RCPs over account % (not in the data) do not let it pass'],
  ],
  ['rolepath:Undecided', ['conditions hold that are too many to work out', 'conditions do not hold that are too many to work out']],
]);

/** A clause that follows "if": `the external id that it sends is "x"`. */
export function describeCondition(condition: Condition): string {
  const key = condition.key.toLowerCase();
  const bool = readBool(condition);
  if (key === 'aws:multifactorauthpresent' && bool !== null) return bool ? 'it signed in with MFA' : 'it did not sign in with MFA';
  const unknown = unknownIdentities.get(condition.key);
  if (unknown) return unknown[condition.negated ? 1 : 0].replace('%', () => condition.values.join(', '));
  const sessionNames = readSessionNames(condition);
  if (sessionNames) return describeCondition({ ...condition, key: sessionNameKey, values: sessionNames });
  const subject = `${describeQualifier(condition)}${subjects.get(key) ?? condition.key}`;
  if (condition.operator === 'Null')
    return `${subject} is ${(condition.values[0] === 'true') === condition.negated ? 'present' : 'absent'}`;
  const [verb, opposite] = readings[condition.operator] ?? [];
  const forms = verb === undefined ? undefined : verbs[verb];
  if (!forms)
    return `${subject} ${condition.negated ? 'does not pass' : 'passes'} ${condition.operator} ${describeValues(condition.values)}`;
  const fails = condition.negated !== opposite;
  // Negated, IfExists turns round as well: what is absent passes it, so what does not pass it is there.
  const present = condition.ifExists && condition.negated && fails && !condition.qualifier ? 'is present and ' : '';
  const absent = condition.ifExists && !condition.negated ? ', where there is one' : '';
  return `${subject} ${present}${forms[fails ? 1 : 0]} ${describeValues(condition.values)}${absent}`;
}

/** The part of a role's aws:userid after its unique id, as a subject of its own. */
const sessionNameKey = 'rolepath:session-name';

/** Null unless the condition is about a role's user id, `<unique id>:<session name>`. */
function readSessionNames({ key, values }: Condition): string[] | null {
  if (key.toLowerCase() !== 'aws:userid') return null;
  const names = values.flatMap((value) => /^[A-Z0-9*]+:(.+)$/s.exec(value)?.[1] ?? []);
  return names.length > 0 && names.length === values.length ? names : null;
}

const shownConditions = 4;

/** Several clauses as one; a long list is cut and says how many more there are. */
export function describeConditions(conditions: readonly Condition[]): string {
  const clauses = conditions.slice(0, shownConditions).map(describeCondition);
  const more = conditions.length - clauses.length;
  return [...clauses, ...(more > 0 ? [`${more} more ${more === 1 ? 'condition holds' : 'conditions hold'}`] : [])].join(', and ');
}

function readBool({ operator, values, negated, qualifier }: Condition): boolean | null {
  const [value] = values;
  if (operator !== 'Bool' || values.length !== 1 || qualifier || (value !== 'true' && value !== 'false')) return null;
  return (value === 'true') !== negated;
}

/** "Not every value is x" is "some value is not x", and the other way round. */
function describeQualifier({ qualifier, negated }: Condition): string {
  if (qualifier === null) return '';
  return (qualifier === 'ForAllValues') !== negated ? 'every value of ' : 'some value of ';
}

const shownValues = 3;

function describeValues(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const shown = values.slice(0, shownValues).map((value) => `"${value}"`);
  const more = values.length - shown.length;
  if (more > 0) return `one of ${shown.join(', ')} and ${more} more`;
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`;
}
