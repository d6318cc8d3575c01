/**
 * The core of every decision: which statements of which policies concern a request, and under what remaining conditions.
 * Knows no service; what is peculiar to assuming roles is in assume-role/.
 */
import { evaluateEntry, mentionsVariables, resourceVariable } from './conditions/evaluate-entry.ts';
import type { KeyFacts } from './conditions/key-facts.ts';
import { allOf, anyOf, type Formula } from './logic/formula.ts';
import { matchesAction } from './matching/action.ts';
import { matchesResource } from './matching/resource.ts';
import type { Condition, PolicyDocument, PolicyUse, Statement, StatementRef } from './types.ts';

export interface Request {
  /** In AWS's spelling, e.g. `sts:AssumeRole`. */
  readonly action: string;
  /** ARN of the resource. */
  readonly resource: string;
  readonly facts: KeyFacts;
}

/** What keeps a statement from concerning a request. */
export type Lack = { readonly part: 'principal' | 'resource' } | { readonly part: 'condition'; readonly key: string };

/** A statement whose action concerns the request. `holds` is false where its principal, resource or conditions exclude the request; then `lack` says which. */
export interface StatementMatch {
  readonly use: PolicyUse;
  readonly statement: Statement;
  readonly holds: Formula;
  readonly lack: Lack | null;
}

/** What a set of policies says of a request, before allows and denies are put together. */
export interface PolicyMatches {
  readonly allows: readonly StatementMatch[];
  readonly denies: readonly StatementMatch[];
  /** Policies whose document is not in the data. */
  readonly missing: readonly PolicyUse[];
}

/** @param concerns whether the statement names the caller, and under what conditions (Principal); always true for identity policies */
export function matchPolicies(
  uses: readonly PolicyUse[],
  request: Request,
  concerns: (statement: Statement, use: PolicyUse) => Formula = () => true,
): PolicyMatches {
  const allows: StatementMatch[] = [];
  const denies: StatementMatch[] = [];
  const missing: PolicyUse[] = [];
  for (const use of uses) {
    if (!use.document) {
      missing.push(use);
      continue;
    }
    for (const statement of statementsFor(use.document, request.action)) {
      const match = { use, statement, ...matchStatement(statement, use.document, request, concerns(statement, use)) };
      (statement.effect === 'Allow' ? allows : denies).push(match);
    }
  }
  return { allows, denies, missing };
}

/** Some policy allows it. A missing policy might. */
export const someAllow = ({ allows, missing }: PolicyMatches): Formula =>
  anyOf([...allows.map(({ holds }) => holds), ...missing.map((use) => ({ condition: policyAllows(use.id) }))]);

/** Some policy denies it. A missing policy might. */
export const someDeny = ({ denies, missing }: PolicyMatches): Formula =>
  anyOf([...denies.map(({ holds }) => holds), ...missing.map((use) => ({ condition: policyDenies(use.id) }))]);

const statementCache = new WeakMap<PolicyDocument, Map<string, readonly Statement[]>>();
const none: readonly Statement[] = [];

/** The statements whose Action covers the action; worked out once per document, however many principals share it. */
export function statementsFor(document: PolicyDocument, action: string): readonly Statement[] {
  const { atHand } = document;
  const isAtHand = atHand !== undefined && action.toLowerCase().startsWith(`${atHand.service}:`);
  // Most documents of an organization end here.
  if (isAtHand && atHand.statements.length === 0) return none;
  let byAction = statementCache.get(document);
  if (!byAction) {
    byAction = new Map();
    statementCache.set(document, byAction);
  }
  let statements = byAction.get(action);
  if (!statements) {
    statements = (isAtHand ? atHand : document).statements.filter((statement) => matchesAction(statement, action));
    byAction.set(action, statements);
  }
  return statements;
}

function matchStatement(
  statement: Statement,
  document: PolicyDocument,
  request: Request,
  concerns: Formula,
): Pick<StatementMatch, 'holds' | 'lack'> {
  if (concerns === false) return { holds: false, lack: { part: 'principal' } };
  const variables = document.version === '2012-10-17';
  const resource = matchesResource(statement, request.resource, variables, resourceVariable(request.facts));
  if (resource === false) return { holds: false, lack: { part: 'resource' } };
  const parts: Formula[] = [concerns];
  if (resource !== true) parts.push({ condition: resourceMatches(statement, resource.unknown, request.facts) });
  for (const entry of statement.conditions) {
    const formula = evaluateEntry(entry, variables, request.facts);
    if (formula === false) return { holds: false, lack: { part: 'condition', key: entry.key } };
    parts.push(formula);
  }
  return { holds: allOf(parts), lack: null };
}

/** A Resource whose variable is only known at the call. Its key is the pseudo-key `rolepath:Resource`. */
function resourceMatches(statement: Statement, unknown: readonly string[], facts: KeyFacts): Condition {
  const fact = facts(unknown[0] ?? '');
  const values = (statement.resources ?? []).filter(mentionsVariables);
  return {
    key: 'rolepath:Resource',
    operator: statement.notResource ? 'NotResource' : 'Resource',
    qualifier: null,
    ifExists: false,
    values,
    negated: false,
    source: fact.state === 'unknown' ? fact.source : 'session',
  };
}

const unknownIdentity = (key: string, id: string): Condition => ({
  key,
  operator: 'Allows',
  qualifier: null,
  ifExists: false,
  values: [id],
  negated: false,
  source: 'unknown-identity',
});

/** "The policy, whose document is not in the data, allows the request." */
export const policyAllows = (id: string): Condition => unknownIdentity('rolepath:PolicyAllows', id);
/** "The policy, whose document is not in the data, denies the request." */
export const policyDenies = (id: string): Condition => unknownIdentity('rolepath:PolicyDenies', id);
/** "The identity policies of that account, which was not collected, allow the request." */
export const identityAllows = (accountId: string): Condition => unknownIdentity('rolepath:IdentityAllows', accountId);
/** "The SCPs over the account, which were not collected, allow the request." */
export const scpsAllow = (accountId: string): Condition => unknownIdentity('rolepath:ScpsAllow', accountId);
/** "The RCPs over the account, which were not collected, do not deny the request." */
export const rcpsAllow = (accountId: string): Condition => unknownIdentity('rolepath:RcpsAllow', accountId);

export const refTo = ({ use, statement }: Pick<StatementMatch, 'use' | 'statement'>): StatementRef => ({
  policy: use.id,
  name: use.name,
  index: statement.index,
  sid: statement.sid,
  effect: statement.effect,
  documentId: use.document?.id ?? '',
});
