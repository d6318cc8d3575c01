/** The policies that a decision points into, with their documents. */
import type { GateResult, PolicyUse } from '../iam/types.ts';
import type { Evidence } from './answers.ts';

/** One entry per policy and use, in the order in which the gates first point at them. */
export function collectEvidence(gates: readonly GateResult[], policies: readonly PolicyUse[]): Evidence[] {
  const found = new Map<PolicyUse, Set<number>>();
  for (const { gate, statements } of gates) {
    for (const { policy, index } of statements) {
      const use = findUse(policies, policy, gate);
      if (!use) continue;
      const indexes = found.get(use) ?? new Set();
      found.set(use, indexes.add(index));
    }
  }
  return [...found].map(([{ as, id, name, document }, indexes]) => ({
    policy: id,
    name,
    kind: as,
    document: document === null ? null : (JSON.parse(document.text) as unknown),
    statements: [...indexes].sort((left, right) => left - right),
  }));
}

/** One policy can be used twice (attached and as boundary): the gate tells which use is meant. */
function findUse(policies: readonly PolicyUse[], id: string, gate: GateResult['gate']): PolicyUse | undefined {
  const uses = policies.filter((use) => use.id === id);
  return uses.find(({ as }) => as === gate || (gate === 'identity' && (as === 'inline' || as === 'attached'))) ?? uses[0];
}
