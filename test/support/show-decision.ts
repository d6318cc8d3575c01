/** A decision with all its reasons as lines of text, for people to read in the files under test/cases/reasons. */
import type { AssumeDecision } from '../../iam/index.ts';

export function showDecision({ verdict, explicit, truncated, alternatives, gates }: AssumeDecision): string {
  const lines = [
    `${verdict}${explicit ? ', explicitly' : ''}${truncated ? ', truncated' : ''}`,
    ...alternatives.flatMap((conjunction) => [
      'if:',
      ...conjunction.map(
        ({ key, operator, qualifier, ifExists, values, negated, source }) =>
          `  ${negated ? 'not ' : ''}${qualifier ? `${qualifier}:` : ''}${operator}${ifExists ? 'IfExists' : ''} ${key} ${JSON.stringify(values)} (${source})`,
      ),
    ]),
    ...gates.map(
      (gate) =>
        `${gate.gate} ${gate.verdict}: ${gate.why}${gate.statements.map(({ policy, index, sid, effect }) => `\n  ${effect} ${policy}[${index}]${sid === null ? '' : ` ${sid}`}`).join('')}`,
    ),
  ];
  return lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('');
}
