/** Evidence: each hop of a chain gets the statements that decided it, under the policy of whoever has it at that hop. */
import { expect, test } from 'vitest';
import { attachEvidence } from '../../../queries/audit/evidence.ts';
import type { AuditChain, AuditFinding } from '../../../queries/audit-answer.ts';
import type { Questions } from '../../../queries/questions.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';

const ref = (name: string) => ({ arn: `arn:${name}`, kind: 'role', name, accountId: null, accountName: null, collected: true });
const chainOf = (...names: string[]): AuditChain => ({
  ...{ principals: names.map(ref), edges: [], verdict: 'allowed', requires: [], sentence: '' },
});
const findingWith = (chain: AuditChain | null): AuditFinding => ({
  ...{ id: 'f', query: 'q', title: '', severity: 'high', principal: null, role: null, account: null, sentence: '', details: {} },
  ...{ chain, chainState: 'holds', evidence: [], muted: null },
});

/** Answers by what the text asks for; the rows are those of a store. */
interface Stored {
  /** reason, gate, statement, sid, effect, index */
  readonly decisions: readonly (readonly [string, string, string, string, string, number])[];
  /** holder, as, policy, name, statement */
  readonly own: readonly (readonly [string, string, string, string, string])[];
  readonly ofGroups?: Stored['own'];
  /** kind, policy, name, statement */
  readonly guardrails?: readonly (readonly [string, string, string, string])[];
}

function questionsOver({ decisions, own, ofGroups = [], guardrails = [] }: Stored): { questions: Questions; asked: number[] } {
  const asked: number[] = [];
  const answer = (rows: readonly (readonly unknown[])[]) => ({
    ...{ snapshot: 's', incomplete: false, truncated: false, cypher: '', columns: [] },
    rows: rows.map((row) => [...row]),
  });
  return {
    asked,
    questions: {
      ...createFakeQuestions(),
      async cypher(text, { parameters = {} } = {}) {
        const wanted = [...Object.values(parameters).flat()].map(String);
        asked.push(wanted.length);
        const among = <Row extends readonly unknown[]>(rows: readonly Row[]) => rows.filter(([first]) => wanted.includes(String(first)));
        if (text.includes('DECIDED_BY') && text.includes('$reasons')) return answer(among(decisions));
        if (text.includes('MEMBER_OF')) return answer(among(ofGroups));
        if (text.includes('$arns')) return answer(among(own));
        return answer(guardrails);
      },
    },
  };
}

interface Case {
  readonly name: string;
  readonly chain: readonly string[];
  readonly reasons: readonly string[];
  readonly stored: Stored;
  /** `hop gate policy index sid effect` */
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'the trust of the role and the policy of the caller, by gate',
    chain: ['a', 'b'],
    reasons: ['r'],
    stored: {
      decisions: [
        ['r', 'identity', 'i/0', '', 'Allow', 0],
        ['r', 'trust', 't/1', 'Let', 'Allow', 1],
      ],
      own: [
        ['arn:a', 'inline', 'pa', 'inline of a', 'i/0'],
        ['arn:b', 'trust', 'tb', 'trust of b', 't/1'],
      ],
    },
    expected: ['1 trust tb 1 Let Allow', '1 identity pa 0 - Allow'],
  },
  {
    name: 'hops that share a reason name the policies of their own ends',
    chain: ['a', 'b', 'c'],
    reasons: ['r', 'r'],
    stored: {
      decisions: [['r', 'trust', 't/0', '', 'Allow', 0]],
      own: [
        ['arn:b', 'trust', 'tb', 'trust of b', 't/0'],
        ['arn:c', 'trust', 'tc', 'trust of c', 't/0'],
      ],
    },
    expected: ['1 trust tb 0 - Allow', '2 trust tc 0 - Allow'],
  },
  {
    name: 'a policy that the caller has by its group',
    chain: ['a', 'b'],
    reasons: ['r'],
    stored: {
      decisions: [['r', 'identity', 'g/2', 'S', 'Allow', 2]],
      own: [],
      ofGroups: [['arn:a', 'attached', 'pg', 'of the group', 'g/2']],
    },
    expected: ['1 identity pg 2 S Allow'],
  },
  {
    name: 'a boundary is none of the identity policies, though it is the same document',
    chain: ['a', 'b'],
    reasons: ['r'],
    stored: {
      decisions: [
        ['r', 'identity', 'x/0', '', 'Allow', 0],
        ['r', 'boundary', 'x/0', '', 'Allow', 0],
      ],
      own: [
        ['arn:a', 'boundary', 'pb', 'boundary', 'x/0'],
        ['arn:a', 'attached', 'pi', 'identity', 'x/0'],
      ],
    },
    expected: ['1 identity pi 0 - Allow', '1 boundary pb 0 - Allow'],
  },
  {
    name: 'guardrails first, whoever calls',
    chain: ['a', 'b'],
    reasons: ['r'],
    stored: {
      decisions: [
        ['r', 'scp', 's/0', '', 'Deny', 0],
        ['r', 'rcp', 's/0', '', 'Allow', 0],
      ],
      own: [],
      guardrails: [
        ['scp', 'ps', 'an SCP', 's/0'],
        ['rcp', 'pr', 'an RCP', 's/0'],
      ],
    },
    expected: ['1 rcp pr 0 - Allow', '1 scp ps 0 - Deny'],
  },
  {
    name: 'a statement whose policy nobody at this hop has stays out',
    chain: ['a', 'b'],
    reasons: ['r'],
    stored: { decisions: [['r', 'identity', 'x/0', '', 'Allow', 0]], own: [['arn:c', 'inline', 'pc', 'of another', 'x/0']] },
    expected: [],
  },
  { name: 'a reason without statements', chain: ['a', 'b'], reasons: ['r'], stored: { decisions: [], own: [] }, expected: [] },
];

test.each(cases)('$name', async ({ chain, reasons, stored, expected }) => {
  const finding = findingWith(chainOf(...chain));
  await attachEvidence(new Map([[finding, reasons]]), questionsOver(stored).questions, {});
  const told = finding.evidence.map(
    ({ hop, gate, policy, index, sid, effect }) => `${hop} ${gate} ${policy} ${index} ${sid ?? '-'} ${effect}`,
  );
  expect(told).toEqual(expected);
});

test('thousands of findings are asked in portions, each reason once', async () => {
  const findings = Array.from({ length: 3000 }, (_, index) => findingWith(chainOf(`p${index % 1200}`, 'r')));
  const { questions, asked } = questionsOver({ decisions: [], own: [] });
  await attachEvidence(new Map(findings.map((finding, index) => [finding, [`reason${index % 700}`]])), questions, {});
  expect(Math.max(...asked)).toBeLessThanOrEqual(500);
  // 700 reasons; 1,200 callers and the role, of whom own policies and those of groups are asked; guardrails.
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(700 + 2 * 1201);
});
