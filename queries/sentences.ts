/** Answers in one sentence for people. Plain text: names are put in as they are, so whoever shows it escapes it. */
import type { AssumeDecision } from '../iam/types.ts';
import type { Edge, PrincipalAnswerRef } from './answers.ts';
import { describeConditions } from './condition-phrases.ts';

/** `dev-ci in build can assume deploy in prod if the external id that it sends is "x".` */
export function describeChain(principals: readonly PrincipalAnswerRef[], edges: readonly Edge[]): string {
  const [source, ...roles] = principals.map(namePrincipal);
  const steps = edges.map((edge, hop) => `${roles[hop] ?? edge.to}${describeIf(edge)}`);
  if (steps.length === 1) return `${source ?? ''} can assume ${steps[0] ?? ''}.`;
  return `${source ?? ''} can reach ${roles.at(-1) ?? ''} in ${steps.length} hops: it assumes ${steps.join('; then ')}.`;
}

/** @param asked what the alternatives of the hop ask of the session before it */
export function describeClosed(hop: number, asked: readonly Edge['alternatives'][number][]): string {
  const [least = []] = [...asked].sort((left, right) => left.length - right.length);
  if (least.length === 0) return `Hop ${hop} cannot be taken with what the session before it must carry.`;
  return `Hop ${hop} can only be taken if ${describeConditions(least)}; no session that the hops before it open can be that.`;
}

/** Also says what stops it, where something does. */
export function describeDecision(from: PrincipalAnswerRef, to: PrincipalAnswerRef, decision: AssumeDecision): string {
  const [caller, role] = [namePrincipal(from), namePrincipal(to)];
  if (decision.verdict === 'denied') {
    const refusals = decision.gates.filter(({ verdict }) => verdict === 'denied').map(({ why }) => firstClause(why));
    // Each gate may be passable on its own, and yet their conditions contradict one another.
    return `${caller} cannot assume ${role}: ${refusals.join('; ') || 'its gates ask for what cannot all be true'}.`;
  }
  const [least = []] = decision.alternatives;
  return `${caller} can assume ${role}${describeIf({ conditions: least, alternatives: decision.alternatives })}.`;
}

/** `deploy in prod`; accounts without a name go by their id. */
export function namePrincipal({ kind, arn, name, accountId, accountName }: PrincipalAnswerRef): string {
  const account = accountName ?? accountId;
  if (kind === 'anyone') return 'anyone';
  if (kind === 'external-account') return `account ${account ?? name}`;
  if (kind === 'root') return `the root user of ${account ?? name}`;
  const what = `${kindWords.get(kind) ?? ''}${name || arn}`;
  return account === null ? what : `${what} in ${account}`;
}

/** Kinds whose names do not say what they are. */
const kindWords: ReadonlyMap<string, string> = new Map([
  ['group', 'the group '],
  ['saml-provider', 'the SAML provider '],
  ['oidc-provider', 'the OIDC provider '],
  ['federated-subject', 'the federated subject '],
  ['deleted-principal', 'the deleted principal '],
]);

/** A gate's reason without the nearest misses that follow it: those stand at the gate. */
const firstClause = (why: string): string => (why.split(/; closest /)[0] ?? '').replace(/\.$/, '');

function describeIf({
  conditions,
  alternatives,
}: {
  conditions: Edge['conditions'] | AssumeDecision['alternatives'][number];
  alternatives: readonly unknown[];
}): string {
  if (conditions.length === 0) return '';
  const others = alternatives.length - 1;
  const otherwise = others > 0 ? ` (or in ${others} other ${others === 1 ? 'way' : 'ways'})` : '';
  return ` if ${describeConditions(conditions)}${otherwise}`;
}
