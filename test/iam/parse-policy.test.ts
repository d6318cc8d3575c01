/** Documents that make no sense: each is named by its place and reason, and nothing throws. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentProblem, type PolicySide, parsePolicyDocument } from '../../iam/index.ts';

const allow = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
const trusts = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };
const identity = (statement: object) => ({ Version: '2012-10-17', Statement: [allow, { ...allow, ...statement }] });
const trust = (statement: object) => ({ Version: '2012-10-17', Statement: { ...trusts, ...statement } });

const cases: [name: string, side: PolicySide, document: unknown, path: string, reason: RegExp, fatal?: boolean][] = [
  ['no object', 'identity', 'a text', '$', /must be a JSON object, not a string/],
  ['null', 'trust', null, '$', /not null/],
  ['a list', 'identity', [allow], '$', /not a list/],
  ['no Statement', 'identity', { Version: '2012-10-17' }, '$.Statement', /no Statement/],
  ['a Statement that is text', 'identity', { Statement: 'Allow' }, '$.Statement', /must be an object, not a string/],
  ['a statement in a list that is text', 'identity', { Statement: [allow, 7] }, '$.Statement[1]', /must be an object, not a number/],
  ['a statement that is null', 'identity', { Statement: [null] }, '$.Statement[0]', /not null/],
  ['a statement that is a list', 'identity', { Statement: [[allow]] }, '$.Statement[0]', /not a list/],
  ['another Version', 'identity', { Version: '2020-01-01', Statement: allow }, '$.Version', /"2020-01-01"/],
  ['a Version that is a number', 'identity', { Version: 2012, Statement: allow }, '$.Version', /2012/],
  [
    'an unknown element of the document',
    'identity',
    { Statement: allow, Statements: [] },
    '$.Statements',
    /no element "Statements"/,
    false,
  ],
  ['an unknown element of a statement', 'identity', identity({ Conditions: {} }), '$.Statement[1].Conditions', /no element "Conditions"/],
  ['no Effect', 'identity', { Statement: { Action: '*', Resource: '*' } }, '$.Statement.Effect', /Effect must be/],
  ['an Effect in other letters', 'identity', identity({ Effect: 'allow' }), '$.Statement[1].Effect', /"allow"/],
  ['no Action', 'identity', { Statement: { Effect: 'Allow', Resource: '*' } }, '$.Statement', /one of Action and NotAction/],
  ['both Action and NotAction', 'identity', identity({ NotAction: 's3:*' }), '$.Statement[1]', /both Action and NotAction/],
  ['an Action that is an object', 'identity', identity({ Action: {} }), '$.Statement[1].Action', /expected a string, not a object/],
  ['an Action without service', 'identity', identity({ Action: ['AssumeRole'] }), '$.Statement[1].Action', /"AssumeRole" is no action/],
  ['null among actions', 'identity', identity({ Action: ['sts:AssumeRole', null] }), '$.Statement[1].Action[1]', /not null/],
  ['no Resource', 'identity', { Statement: { Effect: 'Allow', Action: '*' } }, '$.Statement', /one of Resource and NotResource/],
  [
    'no Resource in a guardrail',
    'guardrail',
    { Statement: { Effect: 'Deny', Action: '*' } },
    '$.Statement',
    /one of Resource and NotResource/,
  ],
  ['both Resource and NotResource', 'identity', identity({ NotResource: '*' }), '$.Statement[1]', /both Resource and NotResource/],
  ['a Resource in a trust policy', 'trust', trust({ Resource: '*' }), '$.Statement', /a trust policy has no Resource/, false],
  ['no Principal in a trust policy', 'trust', { Statement: { Effect: 'Allow', Action: '*' } }, '$.Statement', /needs a Principal/],
  ['a Principal in an identity policy', 'identity', identity({ Principal: '*' }), '$.Statement[1].Principal', /has no Principal/],
  [
    'a NotPrincipal in an identity policy',
    'identity',
    identity({ NotPrincipal: '*' }),
    '$.Statement[1].NotPrincipal',
    /has no NotPrincipal/,
  ],
  ['both Principal and NotPrincipal', 'trust', trust({ NotPrincipal: '*' }), '$.Statement', /both Principal and NotPrincipal/],
  ['a Principal that is text', 'trust', trust({ Principal: '111111111111' }), '$.Statement.Principal', /must be "\*" or an object/],
  ['a Principal that is a list', 'trust', trust({ Principal: ['*'] }), '$.Statement.Principal', /must be "\*" or an object/],
  [
    'an unknown kind of principal',
    'trust',
    trust({ Principal: { Aws: '*' } }),
    '$.Statement.Principal.Aws',
    /"Aws" is no kind of principal/,
  ],
  ['a kind that every object has', 'trust', trust({ Principal: { constructor: '*' } }), '$.Statement.Principal.constructor', /no kind/],
  ['a principal that is an object', 'trust', trust({ Principal: { AWS: [{}] } }), '$.Statement.Principal.AWS[0]', /not a object/],
  ['a Condition that is text', 'identity', identity({ Condition: 'x' }), '$.Statement[1].Condition', /must be an object, not a string/],
  ['a Condition that is a list', 'identity', identity({ Condition: [] }), '$.Statement[1].Condition', /not a list/],
  [
    'an unknown operator',
    'identity',
    identity({ Condition: { Equals: { a: 'b' } } }),
    '$.Statement[1].Condition.Equals',
    /no condition operator/,
  ],
  [
    'an operator that every object has',
    'identity',
    identity({ Condition: { toString: {} } }),
    '$.Statement[1].Condition.toString',
    /no condition/,
  ],
  [
    'an unknown set operator',
    'identity',
    identity({ Condition: { 'ForSome:StringEquals': {} } }),
    '$.Statement[1].Condition.ForSome:StringEquals',
    /no condition operator/,
  ],
  [
    'something before a set operator',
    'identity',
    identity({ Condition: { 'NotForAllValues:StringEquals': {} } }),
    '$.Statement[1].Condition.NotForAllValues:StringEquals',
    /no condition operator/,
  ],
  [
    'a line break after an operator',
    'identity',
    identity({ Condition: { 'StringEquals\n': {} } }),
    '$.Statement[1].Condition.StringEquals\n',
    /no condition operator/,
  ],
  [
    'a set operator alone',
    'identity',
    identity({ Condition: { 'ForAnyValue:': {} } }),
    '$.Statement[1].Condition.ForAnyValue:',
    /no condition operator/,
  ],
  ['IfExists alone', 'identity', identity({ Condition: { IfExists: {} } }), '$.Statement[1].Condition.IfExists', /no condition operator/],
  [
    'NullIfExists',
    'identity',
    identity({ Condition: { NullIfExists: {} } }),
    '$.Statement[1].Condition.NullIfExists',
    /no condition operator/,
  ],
  [
    'a set operator on Null',
    'identity',
    identity({ Condition: { 'ForAllValues:Null': {} } }),
    '$.Statement[1].Condition.ForAllValues:Null',
    /no condition/,
  ],
  [
    'keys that are a list',
    'identity',
    identity({ Condition: { Bool: ['x'] } }),
    '$.Statement[1].Condition.Bool',
    /expected an object of condition keys/,
  ],
  [
    'a value that is null',
    'identity',
    identity({ Condition: { Bool: { a: null } } }),
    '$.Statement[1].Condition.Bool.a',
    /expected a string, not null/,
  ],
  [
    'a list within values',
    'identity',
    identity({ Condition: { Bool: { a: ['x', ['y']] } } }),
    '$.Statement[1].Condition.Bool.a[1]',
    /not a list/,
  ],
];

describe('a malformed document', () => {
  it.each(cases)('%s', (_name, side, document, path, reason, fatal = true) => {
    const { problems } = parsePolicyDocument(document, side);
    const found = problems.filter((problem: DocumentProblem) => problem.path === path && reason.test(problem.reason));
    expect(found, JSON.stringify(problems)).toHaveLength(1);
    expect(found[0]?.fatal).toBe(fatal);
  });

  it('names every problem, and keeps the statements that make sense', () => {
    const { document, problems } = parsePolicyDocument(
      { Statement: [{ Effect: 'Maybe' }, allow, { ...allow, Condition: { X: {} } }] },
      'identity',
    );
    expect(problems.map(({ path }) => path)).toEqual(['$.Statement[0].Effect', '$.Statement[2].Condition.X']);
    expect(document?.statements.map(({ index }) => index)).toEqual([1, 2]);
  });

  it('is no document if it has no statements at all', () => {
    for (const raw of ['text', null, [], {}, { Version: '2012-10-17' }]) expect(parsePolicyDocument(raw, 'identity').document).toBeNull();
  });

  it('is read as far as it makes sense', () => {
    const raw = { Version: '2020-01-01', Statement: [{ Effect: 'Allow', Principal: '111111111111', Condition: 'x' }] };
    const { document } = parsePolicyDocument(raw, 'trust');
    expect(document?.version).toBe('2012-10-17');
    expect(document?.statements).toEqual([
      {
        index: 0,
        sid: null,
        effect: 'Allow',
        principal: { negated: false, anyone: false, aws: [], service: [], federated: [], canonicalUser: [] },
        notAction: false,
        actions: [],
        notResource: false,
        resources: null,
        conditions: [],
      },
    ]);
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const raw of [value, { Statement: value }, { Statement: [{ ...trusts, Condition: value, Principal: value }] }]) {
          const { document, problems } = parsePolicyDocument(raw, 'trust');
          expect(document !== null || problems.length > 0).toBe(true);
        }
      }),
    );
  });
});

describe('a well-formed document', () => {
  const parse = (raw: unknown, side: PolicySide = 'identity') => {
    const { document, problems } = parsePolicyDocument(raw, side);
    expect(problems).toEqual([]);
    return document;
  };

  it('has a version, 2008-10-17 unless it says otherwise', () => {
    expect(parse({ Statement: allow })?.version).toBe('2008-10-17');
    expect(parse({ Version: '2008-10-17', Id: 'x', Statement: allow })?.version).toBe('2008-10-17');
    expect(parse({ Version: '2012-10-17', Statement: allow })?.version).toBe('2012-10-17');
  });

  it('is known by what it says: the same text, the same id', () => {
    const text = JSON.stringify({ Statement: allow });
    expect(parse({ Statement: allow })?.id).toBe(createHash('sha256').update(text).digest('hex').slice(0, 32));
    expect(parse({ Statement: allow })?.text).toBe(text);
    expect(parse({ Statement: [allow] })?.id).not.toBe(parse({ Statement: allow })?.id);
  });

  it('reads one statement and a list of one alike', () => {
    expect(parse({ Statement: allow })?.statements).toEqual(parse({ Statement: [allow] })?.statements);
  });

  it('takes operators apart', () => {
    const Condition = { 'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': ['a', 1, true] }, null: { x: true } };
    expect(parse({ Statement: { ...allow, Condition } })?.statements[0]?.conditions).toEqual([
      { operator: 'StringLike', qualifier: 'ForAllValues', ifExists: true, key: 'aws:TagKeys', values: ['a', '1', 'true'] },
      { operator: 'Null', qualifier: null, ifExists: false, key: 'x', values: ['true'] },
    ]);
  });

  it('sorts principals by kind, and tells everyone from somebody', () => {
    const Principal = { AWS: ['*', '111111111111'], Service: 'ec2.amazonaws.com', Federated: ['a', 'b'], CanonicalUser: 'c' };
    expect(parse({ Statement: { ...trusts, Principal } }, 'trust')?.statements[0]?.principal).toEqual({
      negated: false,
      anyone: true,
      aws: ['111111111111'],
      service: ['ec2.amazonaws.com'],
      federated: ['a', 'b'],
      canonicalUser: ['c'],
    });
  });

  it('has an id by its content, and keeps its text', () => {
    const [one, same, other] = [{ Statement: allow }, { Statement: { ...allow } }, { Statement: [allow] }].map((raw) => parse(raw));
    expect(one?.id).toBe(same?.id);
    expect(one?.id).not.toBe(other?.id);
    expect(JSON.parse(one?.text ?? '')).toEqual({ Statement: allow });
  });

  it('keeps a Sid, and takes an empty one for none', () => {
    expect(parse({ Statement: { ...allow, Sid: 'S1' } })?.statements[0]?.sid).toBe('S1');
    expect(parse({ Statement: { ...allow, Sid: '' } })?.statements[0]?.sid).toBeNull();
  });
});
