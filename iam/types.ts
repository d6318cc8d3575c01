/**
 * The vocabulary of the evaluator: what goes into a decision and what comes out.
 * Everything here is plain, serialisable data; nothing here knows files, graphs or the network.
 */

export type Effect = 'Allow' | 'Deny';

/** `conditional`: AWS would allow it in some contexts and refuse it in others. */
export type Verdict = 'allowed' | 'conditional' | 'denied';

/**
 * Who supplies the value of a condition key at the moment of the call.
 * `unknown-identity` marks what lies outside the collected data (another account's policies, a missing document).
 */
export type ConditionSource = 'caller' | 'session' | 'environment' | 'identity-provider' | 'unknown-identity';

/** One test on one condition key, as it remains on a decision. `negated`: the test must *not* hold. */
export interface Condition {
  readonly key: string;
  readonly operator: string;
  readonly qualifier: null | 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  readonly values: readonly string[];
  readonly negated: boolean;
  readonly source: ConditionSource;
}

/** Alternatives of conjunctions. `[]` is never, `[[]]` is always; the first is the least demanding. */
export type Alternatives = readonly (readonly Condition[])[];

export type Gate = 'caller' | 'rcp' | 'scp' | 'trust' | 'identity' | 'boundary';

/** Points at one statement. `policy` is the id of its policy (see `Policy.id`), `index` its 0-based place in it. */
export interface StatementRef {
  readonly policy: string;
  readonly name: string;
  readonly index: number;
  readonly sid: string | null;
  readonly effect: Effect;
  /** Id of the policy document the statement stands in. */
  readonly documentId: string;
}

export interface GateResult {
  readonly gate: Gate;
  readonly verdict: Verdict | 'not-applicable';
  /** The statements that decided this gate; for a refusal without an explicit deny, the nearest misses. */
  readonly statements: readonly StatementRef[];
  /** One sentence for people. Wording is not a contract. */
  readonly why: string;
}

/** Something in a policy document that makes no sense; the rest of the document is still read. */
export interface DocumentProblem {
  /** JSON path within the document, e.g. `$.Statement[2].Effect`. */
  readonly path: string;
  readonly reason: string;
  /** True if what the statement says cannot be known, so its policy counts as unknown. */
  readonly fatal: boolean;
}

/**
 * One condition entry of a statement: `{operator: {key: values}}` taken apart.
 * `operator` is the bare name in AWS's spelling (`StringEquals`), without set operator and `IfExists`.
 */
export interface ConditionEntry {
  readonly operator: string;
  readonly qualifier: null | 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

/** The Principal or NotPrincipal element, one list per kind. `anyone` is `"*"` or `{"AWS": "*"}`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly anyone: boolean;
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUser: readonly string[];
}

export interface Statement {
  readonly index: number;
  readonly sid: string | null;
  readonly effect: Effect;
  /** Null in identity policies and guardrails. */
  readonly principal: PrincipalElement | null;
  readonly notAction: boolean;
  readonly actions: readonly string[];
  readonly notResource: boolean;
  /** Null where the document has neither Resource nor NotResource (trust policies). */
  readonly resources: readonly string[] | null;
  readonly conditions: readonly ConditionEntry[];
}

export type PolicyVersion = '2012-10-17' | '2008-10-17';

/** A policy document read once. Equal documents have equal ids, however many principals share them. */
export interface PolicyDocument {
  /** Content hash of the document, stable across runs and machines. */
  readonly id: string;
  readonly version: PolicyVersion;
  /** All of them, in order. A compact document (compact-document.ts) reads them from its text anew each time: ask once. */
  readonly statements: readonly Statement[];
  /** Those of them that can concern one service, where they are kept apart from the others. */
  readonly atHand?: { readonly service: string; readonly statements: readonly Statement[] };
  /** The document as it was, compact JSON with the keys in their order. */
  readonly text: string;
}

/** A policy as something uses it. `document: null` means that it is not in the data: what depends on it is unknown. */
export interface PolicyUse {
  readonly as: 'inline' | 'attached' | 'boundary' | 'trust' | 'scp' | 'rcp';
  /** Managed policies and guardrails: ARN or policy id. Inline and trust policies: `<owner ARN>#<as>/<name>`. */
  readonly id: string;
  readonly name: string;
  readonly document: PolicyDocument | null;
  /** ARN of the group through which a user has it. */
  readonly viaGroup: string | null;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The policies attached at one level of the path root → unit → account. `target` is the id of root, unit or account. */
export interface GuardrailLevel {
  readonly target: string;
  readonly policies: readonly PolicyUse[];
}

/** What a decision needs to know of an account. */
export interface AccountFacts {
  readonly id: string;
  readonly partition: string;
  /** True if its IAM data was read. */
  readonly collected: boolean;
  /** `null`: known to be in no organization; `unknown`: the organization was not collected. */
  readonly organizationId: string | null | 'unknown';
  /** `o-…/r-…/ou-…/ou-…/` as aws:PrincipalOrgPaths has it; null if there is none or it is unknown. */
  readonly organizationPath: string | null;
  readonly isManagement: boolean;
  /** True if centralized root access is on, and users and roles of this account may open root sessions in member accounts; see assume-root.ts. */
  readonly opensRootSessions?: boolean;
  /** `off`: policy type not in use or no organization; `unknown`: in use, but not collected. */
  readonly scps: readonly GuardrailLevel[] | 'off' | 'unknown';
  readonly rcps: readonly GuardrailLevel[] | 'off' | 'unknown';
}

export type PrincipalKind =
  | 'user'
  | 'role'
  | 'group'
  | 'root'
  | 'service'
  | 'saml-provider'
  | 'oidc-provider'
  | 'federated-subject'
  | 'identity-center-user'
  | 'identity-center-group'
  | 'external-account'
  | 'anyone'
  | 'deleted-principal';

/** The party that calls STS. One shape for all kinds; what does not apply is null or empty. */
export interface Caller {
  readonly kind: PrincipalKind;
  /** ARN; for services their service principal name, for well-known web identities their name, for anyone `*`. */
  readonly arn: string;
  /** Null for services, well-known web identities and anyone. */
  readonly account: AccountFacts | null;
  readonly name: string;
  readonly uniqueId: string | null;
  readonly tags: readonly Tag[];
  readonly identityPolicies: readonly PolicyUse[];
  readonly boundary: PolicyUse | null;
  /** For callers that are roles: the role's trust policy, which says who may open its sessions and how. */
  readonly trust: PolicyUse | null;
  /** Conditions that hold of this caller by what it is (a federated subject's `sub`). */
  readonly given: readonly Condition[];
  /** People of Identity Center: ARNs of the roles that it assigns to them, by themselves or through their groups. */
  readonly assignedRoles?: readonly string[];
}

/** The role that is to be assumed. */
export interface TargetRole {
  readonly arn: string;
  readonly account: AccountFacts;
  readonly name: string;
  readonly uniqueId: string | null;
  readonly tags: readonly Tag[];
  readonly trust: PolicyUse;
  /** ARNs of the SAML and OIDC providers of the role's account; null if they were not collected. */
  readonly identityProviders: readonly string[] | null;
}

export type AssumeAction = 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity' | 'sts:AssumeRoot';

/** The answer to "may this caller assume this role?", with its reasons. */
export interface AssumeDecision {
  readonly action: AssumeAction;
  readonly verdict: Verdict;
  /** True if it is denied by a Deny statement rather than for want of an Allow. */
  readonly explicit: boolean;
  readonly alternatives: Alternatives;
  /** True if alternatives were left out because there were too many. */
  readonly truncated: boolean;
  readonly gates: readonly GateResult[];
  /** Which side granted it: the trust policy alone, or the trust policy and the caller's identity policies. */
  readonly grant: 'trust' | 'identity';
  /** Under which conditions session tags may be passed with the call, and those inherited may pass on; `[]` is never. */
  readonly tagSession: Alternatives;
  /** Under which conditions a source identity may be set with the call, and one that is set may pass on; `[]` is never. */
  readonly setSourceIdentity: Alternatives;
  readonly canTagSession: boolean;
  readonly canSetSourceIdentity: boolean;
  readonly canChooseSessionName: boolean;
  readonly oidcSub: 'exact' | 'pattern' | 'any' | 'none';
}
