/**
 * Whom the Principal element of a trust policy names. Sources: "AWS JSON policy elements: Principal", "AWS JSON policy
 * elements: NotPrincipal", "Policy evaluation logic".
 */

import { parseArn } from '../arn.ts';
import { evaluateAgainst } from '../conditions/evaluate-entry.ts';
import type { KeyFacts } from '../conditions/key-facts.ts';
import { anyOf, type Formula, not } from '../logic/formula.ts';
import { policyDenies } from '../request.ts';
import type { AccountFacts, Caller, Condition, PrincipalElement, Statement } from '../types.ts';
import { escapeLiteral } from './variables.ts';

/**
 * How a trust policy names a caller; in the same account this decides what else is needed. `account` only delegates to
 * the account's identity policies; the others grant by themselves.
 */
export type Naming = 'account' | 'user' | 'role' | 'session' | 'anyone' | 'service' | 'federated';

export interface NamedAs {
  readonly naming: Naming;
  /** What must hold of the caller's session for the name to fit (a role session's name). */
  readonly holds: Formula;
}

/** Every way in which the element of an Allow names the caller; empty if it does not. */
export function namings(element: PrincipalElement, caller: Caller, facts: KeyFacts): NamedAs[] {
  if (element.negated) {
    const listed = anyOf(listedAs({ ...element, negated: false }, caller, facts).map(({ holds }) => holds));
    const rest = not(listed);
    return rest === false ? [] : [{ naming: 'anyone', holds: rest }];
  }
  return listedAs(element, caller, facts);
}

/** Does the statement of a Deny name the caller? */
export function namedByDeny(statement: Statement, policyId: string, caller: Caller, facts: KeyFacts): Formula {
  const element = statement.principal;
  if (!element) return true;
  if (!element.negated) return anyOf(listedAs(element, caller, facts).map(({ holds }) => holds));
  return namedByNotPrincipal(element, policyId, caller, facts);
}

/**
 * Deny with NotPrincipal: everyone but those listed. A caller with a permissions boundary is denied whoever is listed; a
 * caller that is listed without its account may still be denied ("AWS JSON policy elements: NotPrincipal").
 */
function namedByNotPrincipal(element: PrincipalElement, policyId: string, caller: Caller, facts: KeyFacts): Formula {
  if (caller.boundary) return true;
  if (element.anyone) return false;
  const listed = listedAs({ ...element, negated: false }, caller, facts);
  const itself = listed.filter(({ naming }) => naming !== 'account');
  if (itself.length === 0) return true;
  if (itself.some(({ naming }) => naming === 'service' || naming === 'federated')) return false;
  const mayDeny: Formula = { condition: policyDenies(policyId) };
  const withAccount = listed.some(({ naming }) => naming === 'account');
  const byOwnName = itself.some(({ naming }) => naming === 'user' || naming === 'role');
  if (withAccount && byOwnName) return false;
  return byOwnName ? mayDeny : anyOf([not(anyOf(itself.map(({ holds }) => holds))), mayDeny]);
}

function listedAs(element: PrincipalElement, caller: Caller, facts: KeyFacts): NamedAs[] {
  const found: NamedAs[] = [];
  if (element.anyone) found.push({ naming: 'anyone', holds: true });
  if (caller.kind === 'service') {
    if (element.service.includes(caller.arn)) found.push({ naming: 'service', holds: true });
    return found;
  }
  if (isFederated(caller)) {
    const provider = providerOf(caller);
    if (element.federated.includes(provider)) found.push({ naming: 'federated', holds: true });
    return found;
  }
  for (const text of element.aws) {
    const named = namedByText(text, caller, facts);
    if (named) found.push(named);
  }
  return found;
}

export const isFederated = (caller: Caller): boolean =>
  caller.kind === 'saml-provider' || caller.kind === 'oidc-provider' || caller.kind === 'federated-subject';

/** A federated subject's ARN is `<provider>#<sub pattern>`. */
export const providerOf = (caller: Pick<Caller, 'arn'>): string => caller.arn.split('#')[0] ?? caller.arn;

function namedByText(text: string, caller: Caller, facts: KeyFacts): NamedAs | null {
  const { account, arn, uniqueId } = caller;
  if (account && (text === account.id || text === `arn:${account.partition}:iam::${account.id}:root`))
    return { naming: 'account', holds: true };
  if (text === uniqueId || text === arn) return { naming: namingOfArn(arn), holds: true };
  return caller.kind === 'role' && account ? namedBySession(text, caller, account, facts) : null;
}

/** What such an ARN names, of this account or another one. */
function namingOfArn(arn: string): Naming {
  const [kind] = parseArn(arn)?.resource.split('/') ?? [];
  return kind === 'assumed-role' ? 'session' : kind === 'user' || kind === 'role' ? kind : 'account';
}

/** `arn:aws:sts::A:assumed-role/NAME/SESSION`: the session of that name of the role of that name, whatever the role's path. */
function namedBySession(text: string, caller: Caller, { partition, id }: AccountFacts, facts: KeyFacts): NamedAs | null {
  const prefix = `arn:${partition}:sts::${id}:assumed-role/${caller.name}/`;
  if (!text.startsWith(prefix)) return null;
  const session = text.slice(prefix.length);
  if (!isSessionName(session)) return null;
  const holds = evaluateAgainst(sessionNamed(caller.uniqueId, session), facts('aws:userid'));
  return holds === false ? null : { naming: 'session', holds };
}

/** What can be a role session's name ("AssumeRole" in the API reference): no wildcard is, and none is allowed in Principal. */
const isSessionName = (text: string): boolean => /^[\w+=,.@-]{2,64}$/.test(text);

/** "The caller's session has that name": a role's aws:userid is its unique id, a colon, and the session name. */
function sessionNamed(uniqueId: string | null, session: string): Condition {
  const name = escapeLiteral(session);
  return {
    key: 'aws:userid',
    operator: uniqueId === null ? 'StringLike' : 'StringEquals',
    qualifier: null,
    ifExists: false,
    values: [uniqueId === null ? `*:${name}` : `${uniqueId}:${name}`],
    negated: false,
    source: 'session',
  };
}
