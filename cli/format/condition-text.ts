/** Conditions in words: AWS's own names, with who has to supply the value. */
import type { Edge } from '../../queries/answers.ts';
import { describeCondition } from '../../queries/condition-phrases.ts';
import { showText } from './visible-text.ts';

type Condition = Edge['conditions'][number];

const suppliers: Readonly<Record<Condition['source'], string>> = {
  caller: 'the caller sends',
  session: "the caller's session has",
  environment: 'the request comes with',
  'identity-provider': 'the identity provider says',
  'unknown-identity': 'unknown, not in the data:',
};

/**
 * E.g. `the caller sends sts:ExternalId StringEquals "a" or "b"`, `the request comes with not (aws:SourceIp IpAddress "10.0.0.0/8")`.
 * Rolepath's own keys, for what the data does not hold, mean nothing to people and are put in words.
 */
export function showCondition(condition: Condition): string {
  if (condition.key.startsWith('rolepath:')) return showText(describeCondition(condition));
  return `${suppliers[condition.source]} ${showTest(condition)}`;
}

function showTest(condition: Condition): string {
  const { key, operator, qualifier, ifExists, values, negated } = condition;
  const name = `${qualifier === null ? '' : `${qualifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
  const shown = values.length === 0 ? '(no value)' : values.map((value) => JSON.stringify(value)).join(' or ');
  const text = showText(`${key} ${name} ${shown}`);
  return negated ? `not (${text})` : text;
}

/** What a hop or chain asks for, in one cell: `✓ allowed`, `? conditional: mfa, external-id`. */
export function showRequires(verdict: 'allowed' | 'conditional', requires: readonly string[]): string {
  if (verdict === 'allowed') return '✓ allowed';
  return requires.length === 0 ? '? conditional' : `? conditional: ${requires.map(showText).join(', ')}`;
}
