/** Gives findings the statements that decided each hop of their chain: by reason, then by whose policies have the statement. */
import type { AuditEvidence, AuditFinding } from '../audit-answer.ts';
import type { Questions } from '../questions.ts';
import type { RunLimits } from '../saved/run-saved-query.ts';
import type { ReasonsOfChains } from './chains.ts';

const decidedBy = `
UNWIND $reasons AS wanted
MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement)
WHERE reason.id = wanted
RETURN reason.id AS reasonId, decided.gate AS gate, statement.id AS statementId, statement.sid AS sid, statement.effect AS effect,
  statement.\`index\` AS place`;

const ownPolicies = `
UNWIND $arns AS wanted
MATCH (holder:Principal)-[has:HAS_POLICY]->(policy:Policy)-[:HAS_STATEMENT]->(statement:Statement)
WHERE holder.arn = wanted
RETURN holder.arn AS arn, has.as AS howHeld, policy.id AS policyId, policy.name AS policyName, statement.id AS statementId`;

const groupPolicies = `
UNWIND $arns AS wanted
MATCH (holder:Principal)-[:MEMBER_OF]->(:Principal)-[has:HAS_POLICY]->(policy:Policy)-[:HAS_STATEMENT]->(statement:Statement)
WHERE holder.arn = wanted
RETURN holder.arn AS arn, has.as AS howHeld, policy.id AS policyId, policy.name AS policyName, statement.id AS statementId`;

const guardrails = `
MATCH (policy:Policy)-[:HAS_STATEMENT]->(statement:Statement)<-[:DECIDED_BY]-(:Reason)
WHERE policy.kind IN ['scp', 'rcp']
RETURN DISTINCT policy.kind AS kind, policy.id AS policyId, policy.name AS policyName, statement.id AS statementId`;

interface Decision {
  readonly gate: AuditEvidence['gate'];
  readonly statement: string;
  readonly sid: string;
  readonly effect: AuditEvidence['effect'];
  readonly index: number;
}

interface PolicyName {
  readonly policy: string;
  readonly name: string;
}

const batch = 500;

/** Fills `evidence`. What the store cannot say in time stays out; the chain stands without it. */
export async function attachEvidence(reasons: ReasonsOfChains, questions: Questions, limits: RunLimits): Promise<void> {
  const decisions = await readDecisions([...new Set([...reasons.values()].flat())], questions, limits);
  const holders = new Set([...reasons.keys()].flatMap(({ chain }) => chain?.principals.map(({ arn }) => arn) ?? []));
  const policies = await readPolicies([...holders], questions, limits);
  for (const [finding, ids] of reasons) finding.evidence = evidenceOf(finding, ids, decisions, policies);
}

function evidenceOf(
  { chain }: AuditFinding,
  ids: readonly string[],
  decisions: ReadonlyMap<string, readonly Decision[]>,
  policies: ReadonlyMap<string, PolicyName>,
): AuditEvidence[] {
  return ids.flatMap((id, hop) =>
    (decisions.get(id) ?? []).flatMap(({ gate, statement, sid, effect, index }) => {
      const caller = chain?.principals[hop]?.arn ?? '';
      const role = chain?.principals[hop + 1]?.arn ?? '';
      const found = policies.get(policyKey(gate, gate === 'trust' ? role : caller, statement));
      return found ? [{ hop: hop + 1, gate, ...found, index, sid: sid === '' ? null : sid, effect }] : [];
    }),
  );
}

/** Guardrails are no principal's own. */
const policyKey = (gate: AuditEvidence['gate'], arn: string, statement: string): string =>
  gate === 'scp' || gate === 'rcp' ? `${gate}\n${statement}` : `${gate}\n${arn}\n${statement}`;

async function readDecisions(ids: readonly string[], questions: Questions, limits: RunLimits): Promise<Map<string, Decision[]>> {
  const decisions = new Map<string, Decision[]>();
  for (const reasons of portions(ids)) {
    for (const row of (await questions.cypher(decidedBy, { ...limits, parameters: { reasons } })).rows) {
      const [reason, gate, statement, sid, effect, index] = row;
      const list = decisions.get(String(reason)) ?? [];
      list.push({
        gate: String(gate) as Decision['gate'],
        statement: String(statement),
        sid: String(sid),
        effect: effect === 'Deny' ? 'Deny' : 'Allow',
        index: Number(index),
      });
      decisions.set(String(reason), list);
    }
  }
  for (const list of decisions.values()) list.sort((a, b) => gateOrder(a) - gateOrder(b) || a.index - b.index);
  return decisions;
}

const gates: readonly AuditEvidence['gate'][] = ['rcp', 'scp', 'trust', 'identity', 'boundary'];
const gateOrder = ({ gate }: Decision): number => gates.indexOf(gate);

async function readPolicies(arns: readonly string[], questions: Questions, limits: RunLimits): Promise<Map<string, PolicyName>> {
  const policies = new Map<string, PolicyName>();
  const keep = (gate: AuditEvidence['gate'], arn: unknown, statement: unknown, policy: unknown, name: unknown): void => {
    const key = policyKey(gate, String(arn), String(statement));
    if (!policies.has(key)) policies.set(key, { policy: String(policy), name: String(name) });
  };
  for (const wanted of portions(arns)) {
    for (const text of [ownPolicies, groupPolicies]) {
      for (const [arn, howHeld, policy, name, statement] of (await questions.cypher(text, { ...limits, parameters: { arns: wanted } }))
        .rows) {
        keep(howHeld === 'trust' || howHeld === 'boundary' ? howHeld : 'identity', arn, statement, policy, name);
      }
    }
  }
  if (arns.length > 0) {
    for (const [kind, policy, name, statement] of (await questions.cypher(guardrails, limits)).rows)
      keep(kind === 'rcp' ? 'rcp' : 'scp', '', statement, policy, name);
  }
  return policies;
}

function* portions<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += batch) yield items.slice(at, at + batch);
}
