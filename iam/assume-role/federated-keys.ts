/**
 * Keys of identity providers (`saml:…`, `<issuer>:sub`) and keys that belong to other services. Source: "IAM and AWS STS
 * condition context keys", sections on SAML and web identity federation.
 */
import { absent, type KeyFact, unknown } from '../conditions/key-facts.ts';
import { providerOf } from '../matching/principal.ts';
import { escapeLiteral, plainText } from '../matching/variables.ts';
import type { Alternatives, AssumeDecision, Caller, Condition } from '../types.ts';
import { sessionFactsOf } from './session-facts.ts';

/** Claims that every token of an OIDC provider has. */
const claimsAlwaysThere = new Set(['sub', 'aud']);
const listClaims = new Set(['amr', 'groups']);

/** SAML attributes that hold lists. */
const listAttributes = new Set([
  'saml:edupersonaffiliation',
  'saml:edupersonentitlement',
  'saml:edupersonorgdn',
  'saml:edupersonscopedaffiliation',
]);
const attributesAlwaysThere = new Set(['saml:aud', 'saml:iss', 'saml:sub']);

/** Key prefixes of services whose keys are never in a request to STS. */
const otherServices = new Set(
  'acm apigateway autoscaling backup bedrock cloudformation cloudfront cloudtrail codebuild cognito-identity cognito-idp dynamodb ec2 ecr ecs eks elasticache elasticfilesystem elasticloadbalancing es events glue iam kms lambda logs organizations rds redshift route53 s3 sagemaker secretsmanager servicecatalog sns sqs ssm states'.split(
    ' ',
  ),
);

/** Null for keys that this file does not know. @param name in lower case */
export function federatedKey(name: string, caller: Caller): KeyFact | null {
  const colon = name.lastIndexOf(':');
  const prefix = name.slice(0, colon);
  if (prefix === 'saml') {
    if (caller.kind === 'saml-provider')
      return unknown('identity-provider', { multivalued: listAttributes.has(name), mayBeAbsent: !attributesAlwaysThere.has(name) });
    return carriedBySession(caller);
  }
  if (otherServices.has(prefix)) return absent;
  if (!prefix.includes('.')) return null;
  if (caller.kind !== 'oidc-provider' && caller.kind !== 'federated-subject') return carriedBySession(caller);
  if (issuerOf(caller).toLowerCase() !== prefix) return absent;
  const claim = name.slice(colon + 1);
  const given = claim === 'sub' ? subjectConditions(caller.arn) : [];
  return unknown('identity-provider', { multivalued: listClaims.has(claim), mayBeAbsent: !claimsAlwaysThere.has(claim), given });
}

/** What holds of a federated subject, whose ARN is `<provider>#<pattern of sub>`; nothing for a provider as such. */
function subjectConditions(arn: string): Condition[] {
  const hash = arn.indexOf('#');
  if (hash < 0) return [];
  return [
    {
      key: `${issuerOf({ arn })}:sub`,
      operator: 'StringLike',
      qualifier: null,
      ifExists: false,
      values: [arn.slice(hash + 1)],
      negated: false,
      source: 'identity-provider',
    },
  ];
}

/**
 * The subjects that the alternatives of a provider's edge single out, as patterns in StringLike notation: one federated
 * subject per provider and pattern ("which repository reaches production?"). A token always has a subject, so IfExists says nothing.
 */
export function subjectPatterns(provider: string, alternatives: Alternatives): string[] {
  const subKey = `${issuerOf({ arn: provider })}:sub`.toLowerCase();
  const patterns = new Set<string>();
  for (const condition of alternatives.flat()) {
    if (condition.key.toLowerCase() !== subKey) continue;
    const asked = comparisonOf(condition);
    if (asked === 'StringLike') for (const value of condition.values) patterns.add(value);
    if (asked === 'StringEquals') for (const value of condition.values) patterns.add(escapeLiteral(plainText(value)));
  }
  return [...patterns].sort();
}

/**
 * Which subjects, given as patterns, the outcome of their provider leaves in play, as can be told from how patterns begin: a
 * quick look before they are decided. False is certain, true is not.
 */
export function subjectFilter(provider: string, { alternatives, truncated }: Pick<AssumeDecision, 'alternatives' | 'truncated'>) {
  const subKey = `${issuerOf({ arn: provider })}:sub`.toLowerCase();
  const bindsSubject = (condition: Condition): boolean => condition.key.toLowerCase() === subKey && comparisonOf(condition) !== null;
  const bindings = alternatives.map((conjunction) => conjunction.find(bindsSubject)?.values.map(literalBeginning) ?? ['']);
  const beginnings = [...new Set(truncated ? [''] : bindings.flat())];
  return (pattern: string): boolean => {
    const own = literalBeginning(pattern);
    return beginnings.some((beginning) => own.startsWith(beginning) || beginning.startsWith(own));
  };
}

/** What a condition on a subject asks it to be: a Deny of all others asks for the same as an Allow. */
function comparisonOf({ operator, negated }: Condition): 'StringLike' | 'StringEquals' | null {
  if (operator === (negated ? 'StringNotLike' : 'StringLike')) return 'StringLike';
  return operator === (negated ? 'StringNotEquals' : 'StringEquals') ? 'StringEquals' : null;
}

/** What every text that fits begins with: up to the first wildcard, escape or variable. */
const literalBeginning = (value: string): string => value.slice(0, value.search(/[*?]|\$\{|$/));

/** A session that a federated identity opened keeps a few of its keys. */
function carriedBySession(caller: Caller): KeyFact {
  if (caller.kind === 'external-account' || caller.kind === 'anyone') return unknown('unknown-identity');
  return caller.kind === 'role' && sessionFactsOf(caller.trust).mayBeFederated ? unknown('session') : absent;
}

/** The issuer as condition keys name it: the provider's URL without scheme. Well-known web identities are their own issuer. */
export function issuerOf(caller: Pick<Caller, 'arn'>): string {
  const provider = providerOf(caller);
  const [, issuer] = /:oidc-provider\/(.+)$/.exec(provider) ?? [];
  return issuer ?? provider;
}
