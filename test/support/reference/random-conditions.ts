/**
 * Random Condition blocks over few keys and few values, so that conditions of different policies often meet: some agree,
 * some contradict each other.
 */
import type { ConditionEntry } from '../../../iam/types.ts';
import type { Random } from './random.ts';

/** A key with the operators that suit it and the values to draw from. */
interface Vocabulary {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  /** How often, compared with the others. */
  readonly weight: number;
}

const equality = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'];
const arns = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike', 'StringNotLike', 'StringEquals'];
const numbers = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((o) => `Numeric${o}`);
const dates = ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals', 'Equals', 'NotEquals'].map((o) => `Date${o}`);
const addresses = ['IpAddress', 'NotIpAddress'];
const teams = ['red', 'blue', 'r*', 'RED'];
const names = ['ann', 'bob', 'a?n', 'some-session'];

/** The vocabulary of one organization: keys that are the same everywhere, and ARNs and accounts of its own. */
export function vocabularyFor(accounts: readonly string[], callerArns: readonly string[]): Vocabulary[] {
  const patterns = callerArns.flatMap((arn) => [arn, `${arn.slice(0, arn.lastIndexOf('/'))}/*`]);
  return [
    { key: 'aws:PrincipalArn', operators: arns, values: [...patterns, 'arn:aws:iam::*:role/*', 'arn:*:iam::*:user/?nn', '*'], weight: 4 },
    { key: 'aws:PrincipalAccount', operators: equality, values: [...accounts, '${aws:ResourceAccount}'], weight: 3 },
    { key: 'aws:ResourceAccount', operators: equality, values: [...accounts, '${aws:PrincipalAccount}'], weight: 1 },
    { key: 'aws:PrincipalOrgID', operators: equality, values: ['o-one', 'o-two', 'o-*', '${aws:ResourceOrgID}'], weight: 3 },
    {
      key: 'aws:PrincipalOrgPaths',
      operators: ['StringLike', 'StringNotLike', 'StringEquals'],
      values: ['o-one/r-1/*', 'o-one/r-1/ou-a/*'],
      weight: 1,
    },
    { key: 'aws:PrincipalType', operators: equality, values: ['User', 'AssumedRole'], weight: 1 },
    {
      key: 'aws:PrincipalTag/team',
      operators: equality,
      values: [...teams, '${aws:ResourceTag/team}', "${aws:PrincipalTag/none, 'red'}"],
      weight: 4,
    },
    { key: 'aws:principaltag/Unit', operators: equality, values: ['${aws:PrincipalTag/team}', 'one', '${*}'], weight: 1 },
    { key: 'aws:ResourceTag/team', operators: equality, values: [...teams, '${aws:PrincipalTag/team}'], weight: 2 },
    { key: 'iam:ResourceTag/Team', operators: equality, values: teams, weight: 1 },
    { key: 'aws:username', operators: equality, values: ['ann', 'bob', 'a*'], weight: 1 },
    { key: 'aws:userid', operators: equality, values: ['*:ann', '*:some-session', 'AIDA*', 'AROA*:a?n'], weight: 2 },
    { key: 'sts:ExternalId', operators: equality, values: ['one', 'two', 't*', '${aws:PrincipalAccount}', 'x${*}', '${$}{a}'], weight: 4 },
    { key: 'sts:RoleSessionName', operators: equality, values: [...names, '${aws:username}', '${aws:PrincipalTag/team}-*'], weight: 3 },
    { key: 'sts:SourceIdentity', operators: equality, values: [...names, '${aws:username}', '${aws:SourceIdentity}'], weight: 2 },
    { key: 'aws:SourceIdentity', operators: equality, values: names, weight: 2 },
    { key: 'aws:RequestTag/team', operators: equality, values: [...teams, '${aws:PrincipalTag/team}'], weight: 2 },
    { key: 'aws:TagKeys', operators: equality, values: ['team', 'Team', 'unit', 't*'], weight: 2 },
    { key: 'sts:TransitiveTagKeys', operators: ['StringEquals', 'StringLike'], values: ['team', 't*'], weight: 1 },
    { key: 'aws:MultiFactorAuthPresent', operators: ['Bool'], values: ['true', 'false'], weight: 4 },
    { key: 'aws:MultiFactorAuthAge', operators: numbers, values: ['3600', '900'], weight: 1 },
    { key: 'lambda:SourceFunctionArn', operators: arns, values: ['arn:aws:lambda:*:*:function:deploy', '*:function:d*'], weight: 1 },
    { key: 'aws:SourceIp', operators: addresses, values: ['198.51.100.0/24', '198.51.100.7', '2001:db8::/32', '0.0.0.0/0'], weight: 2 },
    { key: 'aws:VpcSourceIp', operators: addresses, values: ['10.0.0.0/8', '10.1.0.0/16'], weight: 1 },
    { key: 'aws:SourceVpc', operators: equality, values: ['vpc-1', 'vpc-2'], weight: 1 },
    { key: 'aws:SourceVpce', operators: equality, values: ['vpce-1', 'vpce-*'], weight: 1 },
    { key: 'aws:CurrentTime', operators: dates, values: ['2024-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '1893456000'], weight: 1 },
    { key: 'aws:EpochTime', operators: [...dates, ...numbers], values: ['1704067200', '1893456000'], weight: 1 },
    { key: 'aws:TokenIssueTime', operators: dates, values: ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'], weight: 2 },
    { key: 'aws:RequestedRegion', operators: equality, values: ['eu-west-1', 'us-east-1', 'eu-*'], weight: 1 },
    { key: 'aws:UserAgent', operators: equality, values: ['console', 'cli*', 'cli${*}'], weight: 2 },
    { key: 'aws:PrincipalIsAWSService', operators: ['Bool'], values: ['true', 'false'], weight: 1 },
    { key: 'aws:ViaAWSService', operators: ['Bool'], values: ['true', 'false'], weight: 1 },
    { key: 'aws:SecureTransport', operators: ['Bool'], values: ['true', 'false'], weight: 1 },
    { key: 'aws:PrincipalServiceName', operators: equality, values: ['ec2.amazonaws.com', '*.amazonaws.com'], weight: 1 },
    { key: 'aws:SourceAccount', operators: equality, values: accounts, weight: 1 },
    { key: 'aws:SourceArn', operators: arns, values: ['arn:aws:lambda:*:*:function:*'], weight: 1 },
    { key: 'sts:DurationSeconds', operators: numbers, values: ['3600'], weight: 1 },
    { key: 'aws:CalledVia', operators: equality, values: ['athena.amazonaws.com'], weight: 1 },
    { key: 'saml:aud', operators: equality, values: ['https://signin.aws.amazon.com/saml'], weight: 1 },
    { key: 'ci.example.com:sub', operators: equality, values: ['repo:one/app:*', 'repo:one/app:main', 'repo:*'], weight: 1 },
    { key: 'ci.example.com:aud', operators: equality, values: ['sts.amazonaws.com', 'other'], weight: 1 },
    { key: 'example:Unheard', operators: [...equality, 'BinaryEquals'], values: ['b25l', 'dHdv'], weight: 1 },
  ];
}

/** Keys that have several values in one request. */
const multivalued: ReadonlySet<string> = new Set(['aws:TagKeys', 'sts:TransitiveTagKeys', 'aws:PrincipalOrgPaths', 'aws:CalledVia']);

/** One to three entries; the operator, its set operator and IfExists are unique per entry as in a Condition block. */
export function randomConditions(random: Random, vocabulary: readonly Vocabulary[]): ConditionEntry[] {
  const entries: ConditionEntry[] = [];
  const count = random.chance(0.65) ? 1 : random.chance(0.8) ? 2 : 3;
  for (let i = 0; i < count; i++) {
    const entry = randomEntry(random, vocabulary);
    const nameOf = (e: ConditionEntry): string => [e.qualifier, e.operator, e.ifExists, e.key.toLowerCase()].join();
    if (!entries.some((other) => nameOf(other) === nameOf(entry))) entries.push(entry);
  }
  return entries;
}

function randomEntry(random: Random, vocabulary: readonly Vocabulary[]): ConditionEntry {
  const { key, operators, values } = random.pick(vocabulary.flatMap((word) => Array<Vocabulary>(word.weight).fill(word)));
  if (random.chance(0.08)) {
    return { key, operator: 'Null', qualifier: null, ifExists: false, values: [random.pick(['true', 'false'])] };
  }
  const isList = multivalued.has(key);
  const qualifier = random.chance(isList ? 0.85 : 0.06) ? random.pick(['ForAllValues', 'ForAnyValue'] as const) : null;
  // Positive operators come first in each list and are the common case.
  const operator = random.chance(0.45) ? (operators[0] ?? 'StringEquals') : random.pick(operators);
  return { key, operator, qualifier, ifExists: random.chance(0.2), values: random.some(values, 1, random.chance(0.7) ? 1 : 3) };
}
