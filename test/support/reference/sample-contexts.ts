/**
 * The concrete contexts in which a pair is tried: what is known, and for all that is open the values in the policies, near misses
 * and absence. Every context is possible: keys that go together (a session, its MFA and its age; a network path) are chosen together.
 */
import type { Caller, PolicyUse, TargetRole } from '../../../iam/types.ts';
import { networkDimension, otherDimensions, requestTagDimensions, timeDimension } from './call-dimensions.ts';
import { candidateValues, nearValues } from './candidate-values.ts';
import { combine, type Dimension, type Pool } from './combinations.ts';
import type { ConcreteContext } from './concrete-context.ts';
import { holds } from './conditions.ts';
import { credentialDimensions } from './credential-dimensions.ts';
import { matchesText, readPlain } from './patterns.ts';
import { mentionsIn, policiesInPlay, resourcesIn, variablesIn } from './policies-in-play.ts';
import { isPossible } from './possible-values.ts';
import { isFederated, providerOf } from './principals.ts';
import type { Random } from './random.ts';
import { mayCarry } from './reference-decider.ts';
import { knownValues } from './request-facts.ts';

/** Up to `limit` different possible contexts; all of them if there are no more than that. */
export function sampleContexts(caller: Caller, role: TargetRole, random: Random, limit: number): ConcreteContext[] {
  const policies = policiesInPlay(caller, role);
  const known = knownValues(caller, role);
  const mentions = mentionsIn(policies);
  const resources = resourcesIn(policies);
  const candidates = candidateValues(mentions, resources, role.arn, known);
  for (const given of caller.given)
    candidates.set(given.key.toLowerCase(), [...(candidates.get(given.key.toLowerCase()) ?? []), ...given.values]);
  if (caller.kind === 'federated-subject') {
    const key = `${providerOf(caller).split(':oidc-provider/').at(-1)?.toLowerCase() ?? ''}:sub`;
    candidates.set(key, [...(candidates.get(key) ?? []), ...nearValues(caller.name, 'StringLike')]);
  }
  const mentioned = new Set([...candidates.keys(), ...[...mentions.map((m) => m.value), ...resources].flatMap(variablesIn)]);
  const pool: Pool = (key) => (candidates.get(key) ?? []).filter((value) => isPossible(key, value));

  const dimensions: Dimension[] = [
    ...credentialDimensions(caller, role, mentioned, pool),
    networkDimension(pool),
    timeDimension(pool),
    ...requestTagDimensions(mentioned, pool),
    ...otherDimensions(caller, role, mentioned, known, pool),
  ].filter((dimension) => dimension.length > 0);
  const questions = questionsOpen(caller, role, policies);
  const contexts = combine(known, dimensions, questions, random, limit);
  return contexts.filter(
    (context) =>
      isSubject(caller, context) &&
      organizationFits(caller, role, context) &&
      caller.given.every((condition) => holds(condition, role.arn, context)) &&
      mayCarry(caller, role, context),
  );
}

/** A federated subject is whoever has a `sub` of its pattern. */
function isSubject(caller: Caller, context: ConcreteContext): boolean {
  if (caller.kind !== 'federated-subject') return true;
  const sub = [...context.keys].find(([key]) => key.endsWith(':sub'))?.[1];
  return typeof sub === 'string' && matchesText(readPlain(caller.name, true), sub);
}

/** A principal's organization path begins with its organization; whoever is not known is not of the role's organization, since that one's accounts are all known. */
function organizationFits(caller: Caller, role: TargetRole, { keys }: ConcreteContext): boolean {
  const id = keys.get('aws:principalorgid');
  const paths = keys.get('aws:principalorgpaths') ?? [];
  const own = role.account.organizationId ?? '';
  const isStranger = caller.kind === 'anyone' || caller.account?.organizationId === 'unknown';
  if (isStranger && (id === own || [paths].flat().some((path) => path.startsWith(`${own}/`)))) return false;
  return typeof id !== 'string' || typeof paths === 'string' || paths.every((path) => path.startsWith(`${id}/`));
}

/** What lies outside the data, as `<question> <id>`. */
function questionsOpen(caller: Caller, role: TargetRole, policies: readonly PolicyUse[]): string[] {
  const questions = policies.filter((policy) => policy.document === null).flatMap(({ id }) => [`PolicyAllows ${id}`, `PolicyDenies ${id}`]);
  if (role.trust.document?.statements.some((s) => s.effect === 'Deny' && s.principal?.negated))
    questions.push(`PolicyDenies ${role.trust.id}`);
  if (role.account.rcps === 'unknown') questions.push(`RcpsAllow ${role.account.id}`);
  if (caller.account !== null && !isFederated(caller)) {
    if (!caller.account.collected) questions.push(`IdentityAllows ${caller.account.id}`);
    if (caller.account.scps === 'unknown') questions.push(`ScpsAllow ${caller.account.id}`);
  }
  return [...new Set(questions)];
}
