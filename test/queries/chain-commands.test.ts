/** Chains put together: what is left to be met, what earlier hops choose, and the commands for it, safely quoted. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import type { Condition } from '../../iam/types.ts';
import type { Path } from '../../queries/answers.ts';
import { quoteForShell } from '../../queries/chain-commands.ts';
import { plainLimits } from '../../queries/options.ts';
import { answerPaths } from '../../queries/paths.ts';
import { answerReach } from '../../queries/reach.ts';
import { createSnapshotView } from '../../queries/snapshot-view.ts';
import { type RandomEdge, stateGraphOf } from '../support/random-state.ts';
import { testManifest } from '../support/snapshot-view.ts';

const test = (key: string, values: readonly string[], source: Condition['source'], operator = 'StringEquals'): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values,
  negated: false,
  source,
});
const edge = (from: string, to: string, conditions: readonly Condition[], more: Partial<RandomEdge> = {}): RandomEdge => ({
  from,
  to,
  alternatives: [conditions],
  tagSession: [],
  setSourceIdentity: [],
  ...more,
});

function pathsOf(edges: readonly RandomEdge[], from: string, to: string) {
  const view = createSnapshotView(buildAdjacency('s', stateGraphOf(edges)), testManifest);
  const find = (name: string): number => view.adjacency.principals.findIndex((principal) => principal.name === name);
  const limits = { ...plainLimits, maxHops: 8, limit: 10 };
  return { answer: answerPaths(view, find(from), find(to), limits), reach: answerReach(view, find(from), 'from', limits) };
}

const summarize = ({ merged = [], choices = [], commands = [] }: Path) => ({
  merged: merged.map(({ condition, hops }) => `${condition.key} ${condition.values.join()} at ${hops.join()}`),
  choices: choices.map(({ hop, attribute, neededBy }) => `${attribute} on ${hop} for ${neededBy}`),
  commands: commands.filter((line) => !line.startsWith('#')),
});

describe('a chain', () => {
  it('takes the session name that a later hop asks for, and keeps external ids apart', () => {
    const { answer } = pathsOf(
      [
        edge('ann', 'a', [test('sts:ExternalId', ['one'], 'caller')]),
        edge('a', 'b', [test('aws:userid', ['AROAA:deploy'], 'session'), test('sts:ExternalId', ["it's two"], 'caller')]),
      ],
      'ann',
      'b',
    );
    expect(answer.paths.map(summarize)).toEqual([
      {
        merged: ['sts:ExternalId one at 1', "sts:ExternalId it's two at 2"],
        choices: ['name on 1 for 2'],
        commands: [
          'aws sts assume-role --role-arn arn:aws:iam::000000000001:role/a --role-session-name deploy --external-id one',
          "aws sts assume-role --role-arn arn:aws:iam::000000000001:role/b --role-session-name rolepath --external-id 'it'\\''s two'",
        ],
      },
    ]);
    expect(answer.paths[0]?.profile).toBeNull();
  });

  it('passes tags that last, and a source identity that stays', () => {
    const free = { tagSession: [[]], setSourceIdentity: [[]] };
    const { answer } = pathsOf(
      [
        edge('ann', 'a', [], free),
        edge('a', 'b', [], { ...free, tagSession: [[test('aws:RequestTag/team', ['none'], 'caller', 'StringNotEquals')]] }),
        edge('b', 'c', [test('aws:PrincipalTag/team', ['red'], 'session'), test('aws:SourceIdentity', ['ada'], 'session')]),
      ],
      'ann',
      'c',
    );
    // Its source identity cannot pass the last hop: that one may not set any.
    expect(answer.paths).toEqual([]);
    expect(answer.closed?.map(({ hop }) => hop)).toEqual([3]);
    const open = pathsOf(
      [
        edge('ann', 'a', [], free),
        edge('a', 'b', [], free),
        edge('b', 'c', [test('aws:PrincipalTag/team', ['red'], 'session'), test('aws:SourceIdentity', ['ada'], 'session')], free),
      ],
      'ann',
      'c',
    );
    expect(open.answer.paths.map(summarize)[0]?.choices).toEqual(['tag:team on 2 for 3', 'source-identity on 1 for 3']);
    expect(open.answer.paths.map(summarize)[0]?.commands).toEqual([
      'aws sts assume-role --role-arn arn:aws:iam::000000000001:role/a --role-session-name rolepath --source-identity ada',
      `aws sts assume-role --role-arn arn:aws:iam::000000000001:role/b --role-session-name rolepath --tags '[{"Key":"team","Value":"red"}]'`,
      'aws sts assume-role --role-arn arn:aws:iam::000000000002:role/c --role-session-name rolepath',
    ]);
  });

  it('has MFA where a person opens the session, and not where a service does', () => {
    const needsMfa = edge('a', 'b', [test('aws:MultiFactorAuthPresent', ['true'], 'session', 'Bool')]);
    const person = pathsOf([edge('ann', 'a', []), needsMfa], 'ann', 'b');
    expect(person.answer.paths.map(summarize)).toMatchObject([{ merged: [], choices: ['mfa on 1 for 2'] }]);
    expect(person.answer.paths[0]?.commands?.[0]).toContain('--serial-number YOUR_MFA_DEVICE_ARN --token-code CODE');
    expect(person.answer.paths[0]?.profile).toContain('mfa_serial = YOUR_MFA_DEVICE_ARN');
    const service = pathsOf([edge('ec2.amazonaws.com', 'a', []), needsMfa], 'ec2.amazonaws.com', 'b');
    expect(service.answer.paths).toEqual([]);
    expect(service.answer.closed).toMatchObject([{ hop: 2 }]);
    expect(service.reach).toMatchObject({ total: 1, closed: 1 });
  });
});

describe('a value on a command line', () => {
  it.each([
    'plain',
    "it's",
    '$(id)',
    '`id`',
    'a b',
    '',
    '"; rm -rf /',
    'line\nbreak',
    'right\u202eto-left',
    '\\x41',
    "\t'\\",
    'é',
    '!history',
    '-n',
  ])('is one argument, exactly: %j', (text) => {
    const printed = execFileSync('bash', ['-c', `printf %s ${quoteForShell(text)}x`.replace('printf %s ', 'printf -- %s ')], {
      encoding: 'utf8',
    });
    expect(printed).toBe(`${text}x`);
    expect(quoteForShell(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
