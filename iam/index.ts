/** The evaluator's façade: what other folders may use of iam/. */
export { type Administrator, decideAdministrator } from './administrator.ts';
export { type Arn, isAccountId, parseArn } from './arn.ts';
export { type AssumeOutcome, decideAssumeRole, evaluateAssumeRole } from './assume-role/assume-role.ts';
export { isWellKnownWebIdentity } from './assume-role/caller-gate.ts';
export { isKnownKey, outsiderConditions } from './assume-role/condition-keys.ts';
export { subjectFilter, subjectPatterns } from './assume-role/federated-keys.ts';
export { sessionFactsOf } from './assume-role/session-facts.ts';
export { decideAssumeRoot, evaluateAssumeRoot } from './assume-root.ts';
export { compactDocument } from './compact-document.ts';
export { decideStsActions, type GrantedStsAction } from './decide-sts-actions.ts';
export { decidesByCaller, looksAtRoleTags } from './decides-by-caller.ts';
export { canHoldForListWith, canHoldTogether, holdFor, holdWhenAbsent } from './logic/session-values.ts';
export { matchesResourcePattern } from './matching/resource.ts';
export { type ParsedPolicy, type PolicySide, parsePolicyDocument } from './parse-policy.ts';
export { statementsFor } from './request.ts';
export { requiresOf } from './requires.ts';
export { type StsAction, type StsCapability, stsActions } from './sts-actions.ts';
export type * from './types.ts';
