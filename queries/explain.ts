/** Why a principal can or cannot assume a role: decided anew from the graph, with every gate and the statements behind it. */
import { decideAssumeRole, decideAssumeRoot, requiresOf } from '../iam/index.ts';
import type { AssumeDecision, GateResult } from '../iam/types.ts';
import type { ExplainAnswer } from './answers.ts';
import { explainCypher } from './cypher.ts';
import type { DecisionReader } from './decision-inputs.ts';
import { collectEvidence } from './evidence.ts';
import { missingPrincipal } from './principal.ts';
import { isRootArn } from './resolve-principal.ts';
import { describeDecision } from './sentences.ts';
import { copyCondition, type SnapshotView } from './snapshot-view.ts';

/**
 * The direct call only; chains are a matter of paths.
 * @throws StoreError
 */
export async function answerExplain(view: SnapshotView, reader: DecisionReader, from: number, to: number): Promise<ExplainAnswer> {
  const { names } = view;
  const [source, role] = [names.describe(from), names.describe(to)];
  const inputs = await reader.read(source.arn, role.arn);
  if (!inputs) throw missingPrincipal(`${source.arn} or ${role.arn}`);
  const decision: AssumeDecision = isRootArn(role.arn)
    ? decideAssumeRoot(inputs.caller, inputs.role.account)
    : decideAssumeRole(inputs.caller, inputs.role);
  const alternatives = decision.alternatives.map((conditions) => conditions.map(copyCondition));
  return {
    ...view.envelope(explainCypher(view.dialect, source.arn, role.arn), decision.truncated),
    from: source.arn,
    to: role.arn,
    action: decision.action,
    verdict: decision.verdict,
    explicit: decision.explicit,
    conditions: alternatives[0] ?? [],
    alternatives,
    gates: decision.gates.map(copyGate),
    sentence: describeDecision(source, role, decision),
    fromPrincipal: source,
    toPrincipal: role,
    requires: requiresOf(decision.alternatives),
    evidence: collectEvidence(decision.gates, inputs.policies),
  };
}

/**
 * Ids of the accounts that are principals of their own, in order: those that were ingested or belong to the organization, and those whose root
 * some policy names. `anyone` stands for all others.
 */
export function listKnownAccounts({ adjacency: { accounts, principals } }: SnapshotView): string[] {
  const own = accounts.filter(({ inOrganization, collected }) => inOrganization || collected).map(({ id }) => id);
  const named = principals.flatMap(({ kind, arn, accountId }) => (kind === 'external-account' && arn.endsWith(':root') ? [accountId] : []));
  return [...new Set([...own, ...named])].sort();
}

const copyGate = ({ gate, verdict, statements, why }: GateResult): ExplainAnswer['gates'][number] => ({
  gate,
  verdict,
  statements: statements.map(({ policy, name, index, sid, effect }) => ({ policy, name, index, sid, effect })),
  why,
});
