/**
 * What is known of each condition key when a caller asks STS for a role. Sources: "AWS global condition context keys",
 * "IAM and AWS STS condition context keys", "Actions, resources, and condition keys for AWS Security Token Service".
 */

import { parseArn } from '../arn.ts';
import { absent, type KeyFact, type KeyFacts, known, knownList, unknown } from '../conditions/key-facts.ts';
import { isFederated } from '../matching/principal.ts';
import { escapeLiteral } from '../matching/variables.ts';
import type { AccountFacts, AssumeAction, Caller, Condition, Tag, TargetRole } from '../types.ts';
import { federatedKey } from './federated-keys.ts';
import { sessionFactsOf } from './session-facts.ts';

/** Facts for one caller, role and action; each key is worked out once. */
export function conditionKeys(caller: Caller, role: TargetRole, action: AssumeAction): KeyFacts {
  const cache = new Map<string, KeyFact>();
  return (key) => {
    const name = key.toLowerCase();
    let fact = cache.get(name);
    if (!fact) {
      fact = factOf(name, caller, role, action);
      const given = caller.given.filter((condition) => condition.key.toLowerCase() === name);
      if (fact.state === 'unknown' && given.length > 0) fact = { ...fact, given: [...fact.given, ...given] };
      cache.set(name, fact);
    }
    return fact;
  };
}

function factOf(name: string, caller: Caller, role: TargetRole, action: AssumeAction): KeyFact {
  // A key that Rolepath does not know may hold anything.
  return knownKey(name, caller, role, action) ?? unknown('environment');
}

/** Null for keys that Rolepath does not know. */
const knownKey = (name: string, caller: Caller, role: TargetRole, action: AssumeAction): KeyFact | null =>
  resourceKey(name, role) ??
  requestKey(name, caller, action) ??
  identityKey(name, caller, role.account.organizationId) ??
  sessionKey(name, caller) ??
  environmentKey(name, caller) ??
  federatedKey(name, caller);

/** Is it a condition key whose meaning Rolepath knows? What others hold stays open, and people hear of it. */
export const isKnownKey = (key: string): boolean => knownKey(key.toLowerCase(), nobody, nothing, 'sts:AssumeRole') !== null;

const nowhere: AccountFacts = {
  id: '',
  partition: 'aws',
  collected: false,
  organizationId: null,
  organizationPath: null,
  isManagement: false,
  scps: 'off',
  rcps: 'off',
};
const unnamed = { arn: '', name: '', uniqueId: null, tags: [] };
const nobody: Caller = { ...unnamed, kind: 'user', account: nowhere, identityPolicies: [], boundary: null, trust: null, given: [] };
const nothing: TargetRole = {
  ...unnamed,
  account: nowhere,
  trust: { as: 'trust', id: '', name: '', document: null, viaGroup: null },
  identityProviders: null,
};

/** Facts of a user or role whatever it asks for: who it is and what its session carries; all that the request brings is unknown. */
export function principalKeys(caller: Caller): KeyFacts {
  return (key) => {
    const name = key.toLowerCase();
    if (name === 'aws:resourceaccount' && caller.account) return known(caller.account.id);
    if (name === 'aws:requestedregion') return unknown('caller', { mayBeAbsent: false });
    const organization = caller.account?.organizationId ?? null;
    return identityKey(name, caller, organization) ?? sessionKey(name, caller) ?? environmentKey(name, caller) ?? unknown('environment');
  };
}

const isSigned = (caller: Caller): boolean => caller.kind !== 'service' && !isFederated(caller);
const isOutside = (caller: Caller): boolean => caller.kind === 'external-account' || caller.kind === 'anyone';

/** `aws:Resource…`: facts of the role that is to be assumed. */
function resourceKey(name: string, role: TargetRole): KeyFact | null {
  if (name === 'aws:resourceaccount') return known(role.account.id);
  // The pseudo-key of a Resource element with variables (request.ts).
  if (name === 'rolepath:resource') return known(role.arn);
  if (name === 'aws:resourceorgid') return organizationKey(role.account.organizationId);
  if (name === 'aws:resourceorgpaths') return organizationPathKey(role.account.organizationId, role.account.organizationPath);
  const tag = tagName(name, 'aws:resourcetag/') ?? tagName(name, 'iam:resourcetag/');
  return tag === null ? null : tagKey(role.tags, tag);
}

/** What the caller sends with this call (for federated calls: what the identity provider's assertion holds). */
function requestKey(name: string, caller: Caller, action: AssumeAction): KeyFact | null {
  const source =
    caller.kind === 'saml-provider' || caller.kind === 'federated-subject' || caller.kind === 'oidc-provider'
      ? 'identity-provider'
      : 'caller';
  switch (name) {
    case 'sts:externalid':
      return action === 'sts:AssumeRole' ? unknown('caller') : absent;
    case 'sts:rolesessionname':
      return unknown(action === 'sts:AssumeRoleWithSAML' ? 'identity-provider' : 'caller', { mayBeAbsent: false });
    case 'sts:sourceidentity':
      return unknown(source);
    case 'aws:tagkeys':
    case 'sts:transitivetagkeys':
      return unknown(source, { multivalued: true });
    case 'aws:requestedregion':
      return unknown('caller', { mayBeAbsent: false });
    // Not in the context of the calls that assume roles.
    case 'sts:durationseconds':
    case 'sts:rolearn':
    case 'sts:taskpolicyarn':
    case 'sts:awsservicename':
      return absent;
    default:
      return name.startsWith('aws:requesttag/') ? unknown(source) : null;
  }
}

/** `aws:Principal…`, `aws:username`, `aws:userid`: who calls. */
function identityKey(name: string, caller: Caller, ourOrganization: string | null): KeyFact | null {
  switch (name) {
    case 'aws:principalarn':
      return isSigned(caller) ? principalArn(caller) : absent;
    case 'aws:principalaccount':
      if (caller.kind === 'service') return absent;
      if (isFederated(caller)) return known('anonymous');
      return caller.account ? known(caller.account.id) : unknown('unknown-identity', { mayBeAbsent: false });
    case 'aws:principaltype':
      if (caller.kind === 'user') return known('User');
      if (caller.kind === 'role') return known('AssumedRole');
      if (isFederated(caller)) return known('Anonymous');
      return caller.kind === 'service' ? absent : unknown('unknown-identity', { mayBeAbsent: false });
    case 'aws:principalorgid':
      return isSigned(caller) ? principalOrganization(caller, ourOrganization) : absent;
    case 'aws:principalorgpaths':
      if (!isSigned(caller)) return absent;
      return principalPaths(caller, ourOrganization);
    case 'aws:principalisawsservice':
      return caller.kind === 'service' ? known('true') : isSigned(caller) ? known('false') : absent;
    case 'aws:principalservicename':
      return caller.kind === 'service' ? known(caller.arn) : absent;
    case 'aws:principalservicenameslist':
      return caller.kind === 'service' ? knownList([caller.arn]) : absent;
    case 'aws:username':
      if (caller.kind === 'user') return known(caller.name);
      return isOutside(caller) ? unknown('unknown-identity') : absent;
    case 'aws:userid':
      return isSigned(caller) ? userId(caller) : absent;
    default: {
      const tag = tagName(name, 'aws:principaltag/');
      return tag === null ? null : principalTag(caller, tag);
    }
  }
}

function principalArn(caller: Caller): KeyFact {
  if (!isOutside(caller)) return known(caller.arn);
  const parsed = parseArn(caller.arn);
  if (parsed?.service === 'iam' && parsed.resource !== 'root') return known(caller.arn);
  const account = caller.account?.id;
  const given = account === undefined ? [] : [mustBe('aws:PrincipalArn', 'ArnLike', [`arn:*:iam::${account}:*`])];
  return unknown('unknown-identity', { mayBeAbsent: false, given });
}

/** An account that the collected organization does not list may be in any organization but that one, or in none. */
function principalOrganization(caller: Caller, ourOrganization: string | null): KeyFact {
  const own = caller.account?.organizationId;
  if (own !== undefined && own !== 'unknown') return organizationKey(own);
  if (!isOutside(caller)) return organizationKey('unknown');
  return unknown('unknown-identity', { given: isKnown(ourOrganization) ? [otherOrganization(ourOrganization)] : [] });
}

function principalPaths(caller: Caller, ourOrganization: string | null): KeyFact {
  const own = caller.account?.organizationId;
  if (caller.account && own !== undefined && own !== 'unknown') return organizationPathKey(own, caller.account.organizationPath);
  return unknown('unknown-identity', {
    multivalued: true,
    given: isOutside(caller) && isKnown(ourOrganization) ? [otherPaths(ourOrganization)] : [],
  });
}

const isKnown = (organization: string | null): organization is string => organization !== null && organization !== 'unknown';

const otherOrganization = (id: string): Condition => mustBe('aws:PrincipalOrgID', 'StringNotEquals', [escapeLiteral(id)]);

const otherPaths = (id: string): Condition => ({
  ...mustBe('aws:PrincipalOrgPaths', 'StringNotLike', [`${escapeLiteral(id)}/*`]),
  qualifier: 'ForAllValues',
});

/** What holds of everyone outside the known accounts, for callers of kind `anyone`. */
export function outsiderConditions(accountIds: readonly string[]): Condition[] {
  if (accountIds.length === 0) return [];
  return [
    mustBe('aws:PrincipalAccount', 'StringNotEquals', accountIds),
    mustBe(
      'aws:PrincipalArn',
      'ArnNotLike',
      accountIds.map((id) => `arn:*:iam::${id}:*`),
    ),
  ];
}

/** Users: their unique id. Roles: their unique id, a colon, and the session name that the opener chose. */
function userId(caller: Caller): KeyFact {
  if (caller.kind === 'user')
    return caller.uniqueId === null ? unknown('unknown-identity', { mayBeAbsent: false }) : known(caller.uniqueId);
  if (caller.kind !== 'role') return unknown('unknown-identity', { mayBeAbsent: false });
  const prefix = caller.uniqueId === null ? '*' : escapeLiteral(caller.uniqueId);
  return unknown('session', { mayBeAbsent: false, given: [mustBe('aws:userid', 'StringLike', [`${prefix}:*`])] });
}

function principalTag(caller: Caller, tag: string): KeyFact {
  if (!isSigned(caller)) return absent;
  if (isOutside(caller)) return unknown('unknown-identity');
  const own = tagKey(caller.tags, tag);
  if (caller.kind !== 'role' || !sessionFactsOf(caller.trust).mayCarryTags) return own;
  const value = own.state === 'known' ? (own.values[0] ?? null) : null;
  return unknown('session', { mayBeAbsent: value === null, byDefault: value });
}

/** What the caller's session carries: MFA, source identity, when it was issued, how it was federated. */
function sessionKey(name: string, caller: Caller): KeyFact | null {
  const isRole = caller.kind === 'role';
  const session = sessionFactsOf(isRole ? caller.trust : null);
  switch (name) {
    case 'aws:multifactorauthpresent':
      if (!isSigned(caller)) return absent;
      if (isRole && !session.mayCarryMfa) return known('false');
      if (isRole) return unknown('session', { domain: 'bool', mayBeAbsent: false });
      // Long-term keys carry no such key; a user can get a session with MFA.
      return unknown(isOutside(caller) ? 'unknown-identity' : 'caller', {
        domain: 'bool',
        given: caller.kind === 'user' ? [mfaIfPresent] : [],
      });
    case 'aws:multifactorauthage':
      if (!isSigned(caller) || (isRole && !session.mayCarryMfa)) return absent;
      return unknown(isRole ? 'session' : isOutside(caller) ? 'unknown-identity' : 'caller', { domain: 'number', given: [notNegative] });
    case 'aws:sourceidentity':
      if (isOutside(caller)) return unknown('unknown-identity');
      return isRole && session.mayCarrySourceIdentity ? unknown('session') : absent;
    case 'aws:tokenissuetime':
      if (isOutside(caller)) return unknown('unknown-identity', { domain: 'date' });
      return isRole ? unknown('session', { domain: 'date', mayBeAbsent: false }) : absent;
    case 'aws:federatedprovider':
      if (isOutside(caller)) return unknown('unknown-identity');
      return isRole && session.mayBeFederated ? unknown('session') : absent;
    case 'aws:assumedroot':
      return absent;
    default:
      return null;
  }
}

/** Where and how the call is made. */
function environmentKey(name: string, caller: Caller): KeyFact | null {
  switch (name) {
    case 'aws:sourceip':
      return unknown('environment', { domain: 'ip' });
    case 'aws:vpcsourceip':
      return unknown('environment', { domain: 'ip' });
    case 'aws:sourcevpc':
    case 'aws:sourcevpce':
    case 'aws:sourcevpcarn':
    case 'aws:vpceaccount':
    case 'aws:vpceorgid':
    case 'aws:useragent':
    case 'aws:referer':
      return unknown('environment');
    case 'aws:vpceorgpaths':
      return unknown('environment', { multivalued: true });
    case 'aws:ec2instancesourcevpc':
    case 'aws:ec2instancesourceprivateipv4':
    case 'ec2:sourceinstancearn':
    // Services put these into the credentials of the roles that they hand out ("Actions, resources, and condition keys for Amazon EC2",
    // "… for AWS Systems Manager", "… for AWS Glue"; "Using source function ARN to control function access behavior" of AWS Lambda).
    case 'ec2:roledelivery':
    case 'ssm:sourceinstancearn':
    case 'lambda:sourcefunctionarn':
    case 'glue:credentialissuingservice':
    case 'glue:roleassumedby':
      return caller.kind === 'role' || isOutside(caller) ? unknown('environment') : absent;
    case 'aws:currenttime':
      return unknown('environment', { domain: 'date', mayBeAbsent: false });
    case 'aws:epochtime':
      return unknown('environment', { domain: 'date', mayBeAbsent: false });
    case 'aws:securetransport':
      return known('true');
    case 'aws:viaawsservice':
      return known('false');
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
    case 'aws:sourceorgid':
      return caller.kind === 'service' ? unknown('environment') : absent;
    case 'aws:sourceorgpaths':
      return caller.kind === 'service' ? unknown('environment', { multivalued: true }) : absent;
    case 'aws:calledvia':
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
      return absent;
    default:
      return null;
  }
}

const organizationKey = (id: string | null): KeyFact => (id === null ? absent : id === 'unknown' ? unknown('unknown-identity') : known(id));

function organizationPathKey(id: string | null, path: string | null): KeyFact {
  if (id === null) return absent;
  return path === null ? unknown('unknown-identity', { multivalued: true }) : knownList([path]);
}

const tagName = (name: string, prefix: string): string | null => (name.startsWith(prefix) ? name.slice(prefix.length) : null);

/** Tag keys in condition keys ignore case. */
function tagKey(tags: readonly Tag[], name: string): KeyFact {
  const tag = tags.find(({ key }) => key.toLowerCase() === name);
  return tag ? known(tag.value) : absent;
}

const mustBe = (key: string, operator: string, values: readonly string[]): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values,
  negated: false,
  source: 'unknown-identity',
});

/** MFA lies in the past. */
const notNegative: Condition = { ...mustBe('aws:MultiFactorAuthAge', 'NumericGreaterThanEquals', ['0']), ifExists: true };

const mfaIfPresent: Condition = {
  key: 'aws:MultiFactorAuthPresent',
  operator: 'Bool',
  qualifier: null,
  ifExists: true,
  values: ['true'],
  negated: false,
  source: 'caller',
};
