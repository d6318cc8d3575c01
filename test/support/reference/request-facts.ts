/** What is known of a request before it is made: for each condition key its value, its absence, or how much is open. */
import type { AccountFacts, Caller, PolicyDocument, TargetRole } from '../../../iam/types.ts';
import type { KeyValue } from './concrete-context.ts';
import { matchesAction } from './patterns.ts';
import { isFederated, providerOf } from './principals.ts';

/** Keys with one possible value. AWS: "AWS global condition context keys", "IAM and AWS STS condition context keys". */
export function knownValues(caller: Caller, role: TargetRole): Map<string, KeyValue> {
  const known = new Map<string, KeyValue>([
    ['aws:viaawsservice', 'false'],
    ['aws:securetransport', 'true'],
    ['aws:resourceaccount', role.account.id],
  ]);
  const set = (key: string, value: KeyValue | null): void => {
    if (value !== null) known.set(key.toLowerCase(), value);
  };
  setOrganization(set, 'Resource', role.account);
  for (const tag of role.tags) {
    set(`aws:ResourceTag/${tag.key}`, tag.value);
    set(`iam:ResourceTag/${tag.key}`, tag.value);
  }
  if (isFederated(caller)) {
    set('aws:PrincipalAccount', 'anonymous');
    set('aws:PrincipalType', 'Anonymous');
  } else if (caller.kind === 'service') {
    set('aws:PrincipalIsAWSService', 'true');
    set('aws:PrincipalServiceName', caller.arn);
    set('aws:PrincipalServiceNamesList', [caller.arn]);
  } else {
    set('aws:PrincipalIsAWSService', 'false');
    setIdentity(set, caller);
  }
  return known;
}

type Setter = (key: string, value: KeyValue | null) => void;

function setIdentity(set: Setter, caller: Caller): void {
  if (caller.account === null) return;
  set('aws:PrincipalAccount', caller.account.id);
  setOrganization(set, 'Principal', caller.account);
  if (caller.kind !== 'user' && caller.kind !== 'role') return;
  set('aws:PrincipalArn', caller.arn);
  set('aws:PrincipalType', caller.kind === 'user' ? 'User' : 'AssumedRole');
  for (const tag of caller.tags) set(`aws:PrincipalTag/${tag.key}`, tag.value);
  if (caller.kind === 'user') {
    set('aws:username', caller.name);
    set('aws:userid', caller.uniqueId);
  }
}

function setOrganization(set: Setter, side: 'Principal' | 'Resource', account: AccountFacts): void {
  if (account.organizationId === null || account.organizationId === 'unknown') return;
  set(`aws:${side}OrgID`, account.organizationId);
  set(`aws:${side}OrgPaths`, account.organizationPath === null ? null : [account.organizationPath]);
}

/** `always`: present with some value. `maybe`: present or absent. `never`: absent. Keys in lower case that are not known. */
export function presenceOf(key: string, caller: Caller, role: TargetRole): 'always' | 'maybe' | 'never' {
  const signed = !isFederated(caller);
  const outsider = caller.kind === 'anyone' || caller.kind === 'external-account' || (signed && caller.account?.collected === false);
  const isRole = caller.kind === 'role';
  if (key.startsWith('aws:principaltag/')) return outsider || (isRole && openersMay('sts:TagSession', caller)) ? 'maybe' : 'never';
  if (key.startsWith('aws:requesttag/')) return 'maybe';
  if (key.startsWith('aws:resourcetag/') || key.startsWith('iam:resourcetag/')) return 'never';
  if (isFederated(caller) && isKeyOf(key, providerOf(caller)) && ['aud', 'sub', 'iss'].includes(key.slice(key.lastIndexOf(':') + 1)))
    return 'always';
  if (key.startsWith('saml:')) return caller.kind === 'saml-provider' || outsider || loginsLeave(key, caller) ? 'maybe' : 'never';
  if (isProviderKey(key)) return ownsProviderKey(key, caller) || outsider || loginsLeave(key, caller) ? 'maybe' : 'never';
  switch (key) {
    case 'aws:userid':
      // Known for users whose unique id is known; roles' are chosen with their sessions.
      return caller.kind === 'user' ? 'always' : 'never';
    case 'sts:rolesessionname':
    case 'aws:requestedregion':
    case 'aws:useragent':
      return 'always';
    case 'sts:externalid':
      return signed ? 'maybe' : 'never';
    case 'aws:sourceidentity':
      return outsider || (isRole && openersMay('sts:SetSourceIdentity', caller)) ? 'maybe' : 'never';
    case 'aws:federatedprovider':
      return isRole || outsider ? 'maybe' : 'never';
    case 'ec2:sourceinstancearn':
    case 'aws:ec2instancesourcevpc':
    case 'aws:ec2instancesourceprivateipv4':
    case 'ec2:roledelivery':
    case 'ssm:sourceinstancearn':
    case 'lambda:sourcefunctionarn':
    case 'glue:credentialissuingservice':
    case 'glue:roleassumedby':
      return isRole || outsider ? 'maybe' : 'never';
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
    case 'aws:sourceorgid':
    case 'aws:sourceorgpaths':
      return caller.kind === 'service' ? 'maybe' : 'never';
    case 'aws:principalorgid':
    case 'aws:principalorgpaths':
      return signed && caller.kind !== 'service' && (caller.account === null || caller.account.organizationId === 'unknown')
        ? 'maybe'
        : 'never';
    case 'aws:resourceorgid':
    case 'aws:resourceorgpaths':
      return role.account.organizationId === 'unknown' ? 'maybe' : 'never';
    case 'aws:principalarn':
    case 'aws:principalaccount':
    case 'aws:principaltype':
    case 'aws:username':
    case 'aws:principalisawsservice':
    case 'aws:principalservicename':
    case 'aws:principalservicenameslist':
    case 'sts:durationseconds':
    case 'sts:rolearn':
    case 'sts:taskpolicyarn':
    case 'sts:awsservicename':
    case 'aws:calledvia':
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
      return 'never';
    default:
      return 'maybe';
  }
}

/** `token.actions.githubusercontent.com:sub` and its like: what stands before the colon is a host. */
export function isProviderKey(key: string): boolean {
  return key.slice(0, key.indexOf(':')).includes('.');
}

function ownsProviderKey(key: string, caller: Caller): boolean {
  return caller.kind !== 'saml-provider' && isFederated(caller) && isKeyOf(key, providerOf(caller));
}

function isKeyOf(key: string, provider: string): boolean {
  if (provider.includes(':saml-provider/')) return key.startsWith('saml:');
  return key.startsWith(`${(provider.split(':oidc-provider/').at(-1) ?? '').toLowerCase()}:`);
}

/** A role session that was opened by a federated login keeps some of that provider's keys. */
function loginsLeave(key: string, caller: Caller): boolean {
  if (caller.kind !== 'role') return false;
  const document = caller.trust?.document ?? null;
  if (document === null) return true;
  const action = key.startsWith('saml:') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
  return allowStatements(document, action).some(
    ({ principal }) =>
      principal !== null && (principal.negated || principal.anyone || principal.federated.some((provider) => isKeyOf(key, provider))),
  );
}

/** Whether some statement of the caller's own trust policy lets whoever opens its sessions take this action there. */
export function openersMay(action: 'sts:TagSession' | 'sts:SetSourceIdentity', caller: Caller): boolean {
  const document = caller.trust?.document ?? null;
  return document === null || allowStatements(document, action).length > 0;
}

/** Sessions that only services and federated logins open carry no MFA. */
export function sessionsMayCarryMfa(caller: Caller): boolean {
  const document = caller.trust?.document ?? null;
  return (
    document === null ||
    allowStatements(document, 'sts:AssumeRole').some(
      ({ principal }) => principal !== null && (principal.negated || principal.anyone || principal.aws.length > 0),
    )
  );
}

function allowStatements(document: PolicyDocument, action: string): PolicyDocument['statements'] {
  return document.statements.filter(
    ({ effect, actions, notAction }) => effect === 'Allow' && actions.some((pattern) => matchesAction(pattern, action)) !== notAction,
  );
}
