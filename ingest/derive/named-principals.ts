/** Reads a trust policy for whom it names: the links of TRUSTS, and whose requests are worth deciding. */
import {
  isAccountId,
  isWellKnownWebIdentity,
  type PrincipalElement,
  type PrincipalKind,
  parseArn,
  type Statement,
} from '../../iam/index.ts';
import type { NamedPrincipal, PrincipalIndex } from './principal-index.ts';

/** Whose requests a statement can concern. */
export interface Candidates {
  readonly named: readonly NamedPrincipal[];
  /** Account ids all of whose principals are named. */
  readonly accounts: readonly string[];
  readonly everyone: boolean;
}

/** Why a name in a Principal element leads nowhere. */
export interface DeadName {
  readonly text: string;
  readonly code: 'deleted-principal' | 'wildcard-in-principal' | 'federated-user' | 'unknown-provider' | 'unreadable-principal';
  readonly reason: string;
}

export interface ReadPrincipals extends Candidates {
  readonly dead: readonly DeadName[];
}

/** @param accountId of the role that the statement is about */
export function readPrincipals(statement: Statement, accountId: string, index: PrincipalIndex): ReadPrincipals {
  const element = statement.principal;
  const named: NamedPrincipal[] = [];
  const accounts: string[] = [];
  const dead: DeadName[] = [];
  if (!element) return { named, accounts, everyone: false, dead };
  for (const text of element.aws) readAwsPrincipal(text, index, named, accounts, dead);
  for (const service of element.service) named.push({ arn: service, kind: 'service', accountId: '', name: service });
  for (const provider of element.federated) readProvider(provider, accountId, index, named, dead);
  return { named, accounts, everyone: isEveryone(element), dead };
}

/** An Allow with NotPrincipal lets in everyone who is not listed. */
const isEveryone = (element: PrincipalElement): boolean => element.anyone || element.negated;

function readAwsPrincipal(text: string, index: PrincipalIndex, named: NamedPrincipal[], accounts: string[], dead: DeadName[]): void {
  const arn = parseArn(text);
  const accountId = isAccountId(text) ? text : arn?.service === 'iam' && arn.resource === 'root' ? arn.account : null;
  if (accountId !== null) {
    accounts.push(accountId);
    named.push({
      arn: index.rootArn(accountId, arn?.partition),
      kind: index.isCollected(accountId) ? 'root' : 'external-account',
      accountId,
      name: index.accountName(accountId),
    });
    return;
  }
  if (/^A[A-Z0-9]{15,}$/.test(text)) {
    const living = index.byUniqueId(text);
    if (living) named.push(living);
    else {
      named.push({ arn: text, kind: 'deleted-principal', accountId: '', name: text });
      dead.push({ text, code: 'deleted-principal', reason: 'the principal with this unique id no longer exists' });
    }
    return;
  }
  if (!arn) {
    dead.push({ text, code: 'unreadable-principal', reason: 'it is neither an ARN, an account id nor a unique id' });
    return;
  }
  if (/[*?]/.test(text)) {
    dead.push({ text, code: 'wildcard-in-principal', reason: 'wildcards inside an ARN are not allowed in Principal, so it names nobody' });
    return;
  }
  if (arn.service === 'sts' && arn.resource.startsWith('federated-user/')) {
    dead.push({ text, code: 'federated-user', reason: 'a federated-user session may not assume roles' });
    return;
  }
  if (!index.isCollected(arn.account)) {
    named.push({ arn: text, kind: 'external-account', accountId: arn.account, name: arn.resource });
    return;
  }
  const living = index.byArn(text) ?? index.bySessionArn(arn);
  if (living) named.push(living);
  else {
    named.push({ arn: text, kind: 'deleted-principal', accountId: arn.account, name: arn.resource });
    dead.push({ text, code: 'deleted-principal', reason: `account ${arn.account} has no such principal` });
  }
}

function readProvider(text: string, accountId: string, index: PrincipalIndex, named: NamedPrincipal[], dead: DeadName[]): void {
  const arn = parseArn(text);
  const kind: PrincipalKind = arn?.resource.startsWith('saml-provider/') ? 'saml-provider' : 'oidc-provider';
  const name = arn ? arn.resource.replace(/^(saml|oidc)-provider\//, '') : text;
  named.push({ arn: text, kind, accountId: arn?.account ?? '', name });
  const providers = index.identityProviders(accountId);
  const isThere = arn ? arn.account === accountId && (!providers || providers.includes(text)) : isWellKnownWebIdentity(text);
  if (!isThere) dead.push({ text, code: 'unknown-provider', reason: `account ${accountId} has no such identity provider` });
}
