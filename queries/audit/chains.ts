/** Gives findings the chain by which the principal gets to the role: searched in the adjacency, with the state that sessions carry. */
import type { Path } from '../answers.ts';
import type { AuditChain, AuditFinding } from '../audit-answer.ts';
import type { Questions } from '../questions.ts';

export const toAuditChain = ({ principals, edges, verdict, requires, sentence }: Path): AuditChain => ({
  principals,
  edges: edges.map(({ from, to, action, verdict: ofEdge, requires: asked, crossAccount }) => ({
    from,
    to,
    action,
    verdict: ofEdge,
    requires: asked,
    crossAccount,
  })),
  verdict,
  requires,
  sentence,
});

/** Reason ids of the hops of each finding's chain, for its evidence. */
export type ReasonsOfChains = ReadonlyMap<AuditFinding, readonly string[]>;

/**
 * Fills `chain` and `chainState` of the findings that name a principal and a role. Each pair is searched once, and at most `most` pairs
 * in all; the others say `not-searched`.
 */
export async function attachChains(findings: readonly AuditFinding[], questions: Questions, most: number): Promise<ReasonsOfChains> {
  const searched = new Map<string, Path | null>();
  const reasons = new Map<AuditFinding, readonly string[]>();
  for (const finding of findings) {
    const { principal, role } = finding;
    if (principal === null || role === null || role.kind !== 'role') continue;
    const pair = `${principal.arn}\n${role.arn}`;
    let path = searched.get(pair);
    if (path === undefined) {
      if (searched.size >= most) {
        finding.chainState = 'not-searched';
        continue;
      }
      path = (await questions.paths(principal.arn, role.arn, { limit: 1 })).paths[0] ?? null;
      searched.set(pair, path);
    }
    finding.chainState = path === null ? 'closed' : 'holds';
    if (path === null) continue;
    finding.chain = toAuditChain(path);
    reasons.set(
      finding,
      path.edges.map(({ reasonId }) => reasonId),
    );
  }
  return reasons;
}
