/** What holds of every decision, whatever the policies: see the table of properties in "Policy evaluation logic". */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssumeDecision, decideAssumeRole, type Verdict } from '../../iam/index.ts';
import { caseSchema, describeAlternatives, readCase } from '../support/decision-case.ts';

type Given = ReturnType<typeof caseSchema.shape.given.parse>;
interface Part {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const [own, other] = ['111111111111', '222222222222'] as const;
const callers = [
  { kind: 'user', arn: `arn:aws:iam::${own}:user/u` },
  { kind: 'user', arn: `arn:aws:iam::${other}:user/u` },
  { kind: 'role', arn: `arn:aws:iam::${own}:role/p` },
  { kind: 'role', arn: `arn:aws:iam::${other}:role/p` },
] as const;

const effect = fc.constantFrom('Allow', 'Allow', 'Deny');
const actions = fc.subarray(['sts:AssumeRole', 'sts:TagSession', 'sts:*', 's3:*', '*'], { minLength: 1, maxLength: 3 });
const resources = fc.subarray(['*', `arn:aws:iam::${own}:role/r`, `arn:aws:iam::${own}:role/x*`, 'arn:aws:iam::*:role/${aws:username}'], {
  minLength: 1,
});
const principals = fc.subarray(
  [
    '*',
    own,
    other,
    ...callers.map(({ arn }) => arn),
    `arn:aws:sts::${own}:assumed-role/p/alice`,
    `arn:aws:sts::${other}:assumed-role/p/alice`,
  ],
  { minLength: 1, maxLength: 3 },
);
const condition = fc.option(
  fc.constantFrom<Record<string, Record<string, unknown>>>(
    { StringEquals: { 'sts:ExternalId': 'x1' } },
    { StringLike: { 'sts:ExternalId': 'x*' } },
    { StringNotEquals: { 'sts:ExternalId': 'x1' } },
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    { StringEquals: { 'aws:PrincipalAccount': own } },
    { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  ),
  { nil: undefined },
);
const withCondition = (Condition: Part['Condition']) => (Condition ? { Condition } : {});
const trustPart: fc.Arbitrary<Part> = fc
  .record({ Effect: effect, AWS: principals, Action: actions, Condition: condition })
  .map(({ Effect, AWS, Action, Condition }) => ({ Effect, Principal: { AWS }, Action, ...withCondition(Condition) }));
const identityPart: fc.Arbitrary<Part> = fc
  .record({ Effect: effect, Action: actions, Resource: resources, Condition: condition })
  .map(({ Effect, Action, Resource, Condition }) => ({ Effect, Action, Resource, ...withCondition(Condition) }));

interface Sketch {
  readonly caller: (typeof callers)[number];
  readonly trust: readonly Part[];
  readonly identity: readonly Part[];
  readonly boundary: readonly Part[] | null;
  readonly scp: readonly Part[];
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  caller: fc.constantFrom(...callers),
  trust: fc.array(trustPart, { minLength: 1, maxLength: 4 }),
  identity: fc.array(identityPart, { maxLength: 4 }),
  boundary: fc.option(fc.array(identityPart, { minLength: 1, maxLength: 3 }), { freq: 3 }),
  scp: fc.array(identityPart, { maxLength: 2 }),
});

const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

function decide({ caller, trust, identity, boundary, scp }: Sketch): AssumeDecision {
  const given = caseSchema.shape.given.parse({
    accounts: { [own]: { scps: [[[everything, ...scp]]] }, [other]: { scps: [[[everything, ...scp]]] } },
    caller: { ...caller, policies: [identity], ...(boundary ? { boundary } : {}) },
    role: { arn: `arn:aws:iam::${own}:role/r`, trust },
  } satisfies { [key in keyof Given]: unknown });
  const read = readCase(given);
  return decideAssumeRole(read.caller, read.role);
}

const outcome = (decision: AssumeDecision) => {
  const { gates: _gates, alternatives, ...facts } = decision;
  return { ...facts, alternatives: describeAlternatives(alternatives).map((conjunction) => conjunction.join(' & ')) };
};

const rank: Record<Verdict, number> = { denied: 0, conditional: 1, allowed: 2 };
const denyAll: Part = { Effect: 'Deny', Action: ['*'], Resource: ['*'] };
const check = (predicate: (of: Sketch) => void, numRuns = 400) => fc.assert(fc.property(sketch, predicate), { numRuns });

describe('a decision', () => {
  it('is denied explicitly wherever a deny matches', () => {
    check((of) => {
      const places: Sketch[] = [
        { ...of, trust: [...of.trust, { Effect: 'Deny', Principal: { AWS: ['*'] }, Action: ['sts:*'] }] },
        { ...of, identity: [denyAll, ...of.identity] },
        { ...of, boundary: [...(of.boundary ?? [{ ...denyAll, Effect: 'Allow' }]), denyAll] },
        { ...of, scp: [...of.scp, denyAll] },
      ];
      for (const place of places) expect(decide(place)).toMatchObject({ verdict: 'denied', explicit: true, alternatives: [] });
    }, 200);
  });

  it('does not depend on the order of statements', () => {
    check((of) => {
      const turned = {
        ...of,
        trust: of.trust.toReversed(),
        identity: of.identity.toReversed(),
        boundary: of.boundary?.toReversed() ?? null,
        scp: of.scp.toReversed(),
      };
      expect(outcome(decide(turned))).toEqual(outcome(decide(of)));
    });
  });

  it('does not depend on how statements are split by action, resource and principal', () => {
    check((of) => {
      const split = (parts: readonly Part[]): Part[] =>
        parts.flatMap((part) =>
          part.Action.flatMap((action): Part[] =>
            (part.Resource ?? [null]).map((resource) => ({
              ...part,
              Action: [action],
              ...(resource === null ? {} : { Resource: [resource] }),
            })),
          ),
        );
      const byPrincipal = of.trust.flatMap((part) =>
        (part.Principal as { AWS: string[] }).AWS.map((principal) => ({ ...part, Principal: { AWS: principal } })),
      );
      const boundary = of.boundary && split(of.boundary);
      expect(outcome(decide({ ...of, trust: split(byPrincipal), identity: split(of.identity), boundary, scp: split(of.scp) }))).toEqual(
        outcome(decide(of)),
      );
    });
  });

  it('never loses access by a further Allow', () => {
    fc.assert(
      fc.property(sketch, trustPart, identityPart, (of, trusted, granted) => {
        const before = rank[decide(of).verdict];
        const Action = ['sts:AssumeRole'];
        const trust = [...of.trust, { ...trusted, Effect: 'Allow', Action } as const];
        const identity = [...of.identity, { ...granted, Effect: 'Allow', Action } as const];
        for (const more of [
          { ...of, trust },
          { ...of, identity },
          { ...of, trust, identity },
        ])
          expect(rank[decide(more).verdict]).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('never gains access by a further Deny', () => {
    fc.assert(
      fc.property(sketch, trustPart, identityPart, (of, trusted, granted) => {
        const before = rank[decide(of).verdict];
        const refused = { ...granted, Effect: 'Deny' } as const;
        const places = [
          { ...of, trust: [...of.trust, { ...trusted, Effect: 'Deny' } as const] },
          { ...of, identity: [...of.identity, refused] },
          { ...of, scp: [...of.scp, refused] },
          ...(of.boundary ? [{ ...of, boundary: [...of.boundary, refused] }] : []),
        ];
        for (const less of places) expect(rank[decide(less).verdict]).toBeLessThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('names a refusing gate exactly when it is denied', () => {
    check((of) => {
      const { verdict, gates, alternatives } = decide(of);
      expect(gates.some((gate) => gate.verdict === 'denied')).toBe(verdict === 'denied');
      expect(alternatives.length === 0).toBe(verdict === 'denied');
      expect(alternatives.some((conjunction) => conjunction.length === 0)).toBe(verdict === 'allowed');
    });
  });

  it('meets all three verdicts in these sketches', () => {
    const seen = new Set(fc.sample(sketch, 500).map((of) => decide(of).verdict));
    expect([...seen].sort()).toEqual(['allowed', 'conditional', 'denied']);
  });
});
