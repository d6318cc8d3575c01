/** Cases of the evaluator as data: their strict schema, and how a case becomes a caller and a role. */
import { z } from 'zod';
import {
  type AccountFacts,
  type Alternatives,
  type Caller,
  type GuardrailLevel,
  outsiderConditions,
  type PolicySide,
  type PolicyUse,
  parsePolicyDocument,
  type TargetRole,
} from '../../iam/index.ts';

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  NotPrincipal: z.unknown().optional(),
  Action: z.unknown().optional(),
  NotAction: z.unknown().optional(),
  Resource: z.unknown().optional(),
  NotResource: z.unknown().optional(),
  Condition: z.unknown().optional(),
});

/** A whole document, or just its statements: then it is one of version 2012-10-17. */
const documentSchema = z.union([
  z.literal('missing'),
  statementSchema,
  z.array(statementSchema),
  z.strictObject({ Version: z.string().optional(), Statement: z.union([statementSchema, z.array(statementSchema)]) }),
]);
const guardrailsSchema = z.union([z.literal('off'), z.literal('unknown'), z.array(z.array(documentSchema))]);
const tagsSchema = z.record(z.string(), z.string());

/** An account is named by its id; what a case does not say is the plainest there is: collected, a member of o-example, no guardrails. */
const accountSchema = z.strictObject({
  /** `unknown`: the organization was not collected. */
  organization: z.string().nullable().optional(),
  collected: z.boolean().optional(),
  path: z.string().optional(),
  management: z.boolean().optional(),
  partition: z.string().optional(),
  scps: guardrailsSchema.optional(),
  rcps: guardrailsSchema.optional(),
});

const gates = ['caller', 'rcp', 'scp', 'trust', 'identity', 'boundary'] as const;

export const caseSchema = z.strictObject({
  name: z.string(),
  why: z.string(),
  given: z.strictObject({
    accounts: z.record(z.string().regex(/^\d{12}$/), accountSchema).optional(),
    caller: z.strictObject({
      kind: z.enum([
        'user',
        'role',
        'root',
        'group',
        'service',
        'saml-provider',
        'oidc-provider',
        'federated-subject',
        'external-account',
        'anyone',
        'deleted-principal',
      ]),
      arn: z.string(),
      /** Null: not in the data. */
      uniqueId: z.string().nullable().optional(),
      tags: tagsSchema.optional(),
      /** For anyone at all: the accounts whose principals are known, so that it is none of them. */
      knownAccounts: z.array(z.string()).optional(),
      policies: z.array(documentSchema).optional(),
      boundary: documentSchema.optional(),
      /** Who may open sessions of a caller that is a role; left out, its own account. */
      trust: documentSchema.optional(),
    }),
    role: z.strictObject({
      arn: z.string(),
      tags: tagsSchema.optional(),
      trust: documentSchema,
      /** ARNs of the identity providers of the role's account; left out, not collected. */
      providers: z.array(z.string()).nullable().optional(),
    }),
  }),
  expected: z.strictObject({
    verdict: z.enum(['allowed', 'conditional', 'denied']),
    explicit: z.boolean().optional(),
    /** Every alternative, in order, as `describeCondition` writes it. */
    alternatives: z.array(z.array(z.string())).optional(),
    requires: z.array(z.string()).optional(),
    grant: z.enum(['trust', 'identity']).optional(),
    /** The first gate that refuses. */
    deniedAt: z.enum(gates).optional(),
    /** The statements that `deniedAt` names, as `policy[index]`: those that deny, or the nearest misses. */
    decidedBy: z.array(z.string()).optional(),
    gates: z.partialRecord(z.enum(gates), z.enum(['allowed', 'conditional', 'denied', 'not-applicable'])).optional(),
    oidcSub: z.enum(['exact', 'pattern', 'any', 'none']).optional(),
    canTagSession: z.boolean().optional(),
    canSetSourceIdentity: z.boolean().optional(),
    canChooseSessionName: z.boolean().optional(),
    /** Sources of the conditions of the first alternative. */
    sources: z.array(z.string()).optional(),
  }),
});

export type DecisionCase = z.infer<typeof caseSchema>;
type DocumentInput = z.infer<typeof documentSchema>;

export function readCase(given: DecisionCase['given']): { caller: Caller; role: TargetRole } {
  const account = (id: string): AccountFacts => accountOf(id, given.accounts?.[id] ?? {});
  const { caller, role } = given;
  const [accountId, name] = placeOf(caller.arn);
  const isExternal = caller.kind === 'external-account';
  return {
    caller: {
      kind: caller.kind,
      arn: caller.arn,
      account:
        accountId === ''
          ? null
          : {
              ...account(accountId),
              ...(isExternal && !given.accounts?.[accountId] ? { collected: false, organizationId: 'unknown' as const } : {}),
            },
      name,
      uniqueId: caller.uniqueId === undefined ? (uniqueIds[caller.kind] ?? null) : caller.uniqueId,
      tags: tagsOf(caller.tags),
      identityPolicies: (caller.policies ?? []).map((document, index) => useOf('inline', `policy-${index}`, caller.arn, document)),
      boundary: caller.boundary === undefined ? null : useOf('boundary', 'boundary', caller.arn, caller.boundary),
      trust: caller.kind === 'role' ? useOf('trust', 'trust', caller.arn, caller.trust ?? trustsAccount(accountId)) : null,
      given: outsiderConditions(caller.knownAccounts ?? []),
    },
    role: {
      arn: role.arn,
      account: account(placeOf(role.arn)[0]),
      name: placeOf(role.arn)[1],
      uniqueId: 'AROAEXAMPLE0000000002',
      tags: tagsOf(role.tags),
      trust: useOf('trust', 'trust', role.arn, role.trust),
      identityProviders: role.providers ?? null,
    },
  };
}

const uniqueIds: Partial<Record<Caller['kind'], string>> = { user: 'AIDAEXAMPLE0000000001', role: 'AROAEXAMPLE0000000001' };

const trustsAccount = (id: string): DocumentInput => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' },
});

const tagsOf = (tags: Record<string, string> = {}) => Object.entries(tags).map(([key, value]) => ({ key, value }));

function placeOf(arn: string): [accountId: string, name: string] {
  const parts = arn.split(':');
  return parts[0] === 'arn' ? [parts[4] ?? '', parts.slice(5).join(':').split('/').at(-1) ?? ''] : ['', arn];
}

function accountOf(id: string, input: z.infer<typeof accountSchema>): AccountFacts {
  const organizationId = input.organization === undefined ? 'o-example' : input.organization;
  return {
    id,
    partition: input.partition ?? 'aws',
    collected: input.collected ?? true,
    organizationId,
    organizationPath: organizationId === null || organizationId === 'unknown' ? null : (input.path ?? `${organizationId}/r-root/`),
    isManagement: input.management ?? false,
    scps: guardrailsOf('scp', input.scps ?? 'off'),
    rcps: guardrailsOf('rcp', input.rcps ?? 'off'),
  };
}

function guardrailsOf(as: 'scp' | 'rcp', input: z.infer<typeof guardrailsSchema>): readonly GuardrailLevel[] | 'off' | 'unknown' {
  if (typeof input === 'string') return input;
  return input.map((documents, level) => ({
    target: `level-${level}`,
    policies: documents.map((document, index) => useOf(as, `${as}-${level}-${index}`, 'organization', document)),
  }));
}

function useOf(as: PolicyUse['as'], name: string, owner: string, input: DocumentInput): PolicyUse {
  const side: PolicySide = as === 'trust' ? 'trust' : as === 'scp' || as === 'rcp' ? 'guardrail' : 'identity';
  const id = `${owner}#${name}`;
  if (input === 'missing') return { as, id, name, document: null, viaGroup: null };
  const whole = 'Statement' in input ? input : { Version: '2012-10-17', Statement: input };
  const { document, problems } = parsePolicyDocument(whole, side);
  if (problems.some(({ fatal }) => fatal)) throw new Error(`${name} of the case is no policy: ${JSON.stringify(problems)}`);
  return { as, id, name, document, viaGroup: null };
}

/** `not ForAllValues:StringLikeIfExists aws:TagKeys [a, b]` */
export function describeAlternatives(alternatives: Alternatives): string[][] {
  return alternatives.map((conjunction) =>
    conjunction
      .map(
        ({ key, operator, qualifier, ifExists, values, negated }) =>
          `${negated ? 'not ' : ''}${qualifier ? `${qualifier}:` : ''}${operator}${ifExists ? 'IfExists' : ''} ${key} [${values.join(', ')}]`,
      )
      .sort(),
  );
}
