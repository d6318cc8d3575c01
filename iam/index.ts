/** The evaluator's façade: what other folders may use of iam/. */
export { isAccountId, parseArn, type Arn } from './arn.ts';
export { actionOf, type AssumeOutcome, decideAssumeRole, evaluateAssumeRole } from './assume-role/decide.ts';
export { wellKnownWebIdentities } from './assume-role/caller-gate.ts';
export { subjectPatterns } from './assume-role/federated-keys.ts';
export { statementsFor } from './request.ts';
export { matchesResourcePattern } from './matching/resource.ts';
export { decidesByCaller, looksAtRoleTags } from './decides-by-caller.ts';
export { sessionFactsOf } from './assume-role/session-facts.ts';
export { outsiderConditions } from './assume-role/condition-keys.ts';
export { parsePolicyDocument, type ParsedPolicy, type PolicySide } from './parse-policy.ts';
export { requiresOf, wordFor } from './requires.ts';
export type * from './types.ts';
