/**
 * What sessions of a role can carry, read off the role's own trust policy: who may open them decides whether they can
 * hold tags, a source identity, MFA or a federated identity. Sources: "Pass session tags in AWS STS", "Monitor and control
 * actions taken with assumed roles", "Secure API access with MFA".
 */
import { statementsFor } from '../request.ts';
import type { PolicyDocument, PolicyUse, Statement } from '../types.ts';

export interface SessionFacts {
  /** Whoever opens the session may pass tags, and so override the role's own. */
  readonly mayCarryTags: boolean;
  readonly mayCarrySourceIdentity: boolean;
  /** Someone who can use MFA may open it; false if only services and federated identities can. */
  readonly mayCarryMfa: boolean;
  /** A SAML or OIDC identity may have opened it. */
  readonly mayBeFederated: boolean;
}

const unknownSession: SessionFacts = { mayCarryTags: true, mayCarrySourceIdentity: true, mayCarryMfa: true, mayBeFederated: true };
const cache = new WeakMap<PolicyDocument, SessionFacts>();

/** @param trust the role's trust policy; without its document everything is possible */
export function sessionFactsOf(trust: PolicyUse | null): SessionFacts {
  if (!trust?.document) return unknownSession;
  let facts = cache.get(trust.document);
  if (!facts) {
    facts = readFacts(trust.document);
    cache.set(trust.document, facts);
  }
  return facts;
}

function readFacts(document: PolicyDocument): SessionFacts {
  const allows = (action: string) => statementsFor(document, action).filter(({ effect }) => effect === 'Allow');
  return {
    mayCarryTags: allows('sts:TagSession').length > 0,
    mayCarrySourceIdentity: allows('sts:SetSourceIdentity').length > 0,
    mayCarryMfa: allows('sts:AssumeRole').some(namesAwsPrincipal),
    mayBeFederated: [...allows('sts:AssumeRoleWithSAML'), ...allows('sts:AssumeRoleWithWebIdentity')].some(namesFederated),
  };
}

const namesAwsPrincipal = ({ principal }: Statement): boolean =>
  principal !== null && (principal.negated || principal.anyone || principal.aws.length > 0);

const namesFederated = ({ principal }: Statement): boolean =>
  principal !== null && (principal.negated || principal.anyone || principal.federated.length > 0);
