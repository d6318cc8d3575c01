/** The statements that a decision about a role can look at at all. Worked out once for each document and each set of guardrails. */
import { decidesByCaller, type GuardrailLevel, type PolicyDocument, type Statement, statementsFor } from '../../iam/index.ts';

const actions = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
] as const;

const byDocument = new WeakMap<PolicyDocument, readonly Statement[]>();

export function stsStatements(document: PolicyDocument): readonly Statement[] {
  // Documents that keep their statements on STS apart from the others, and have none, need no entry.
  if (document.atHand?.statements.length === 0) return document.atHand.statements;
  let statements = byDocument.get(document);
  if (!statements) {
    statements = [...new Set(actions.flatMap((action) => statementsFor(document, action)))];
    byDocument.set(document, statements);
  }
  return statements;
}

type Guardrails = readonly GuardrailLevel[] | 'off' | 'unknown';

const byLevels = new WeakMap<readonly GuardrailLevel[], readonly Statement[]>();

export function guardrailStatements(levels: Guardrails): readonly Statement[] {
  if (typeof levels === 'string') return [];
  let statements = byLevels.get(levels);
  if (!statements) {
    const documents = levels.flatMap(({ policies }) => policies.flatMap(({ document }) => document ?? []));
    statements = documents.flatMap(stsStatements);
    byLevels.set(levels, statements);
  }
  return statements;
}

/** Does some statement of these guardrails look at who calls? */
export const guardrailsLookAtCaller = (levels: Guardrails): boolean => guardrailStatements(levels).some(decidesByCaller);
