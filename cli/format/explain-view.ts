/** Why, or why not: the sentence first, then the gates in order with the statements that decided them. */
import type { Evidence, ExplainAnswer } from '../../queries/answers.ts';
import { showCondition } from './condition-text.ts';
import { paint, type Style, showVerdict } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

type GateResult = ExplainAnswer['gates'][number];
type StatementRef = GateResult['statements'][number];

export const explainView: View<ExplainAnswer> = {
  table: (answer, style) => [renderHead, renderConditions, renderGates].map((part) => part(answer, style)).join(''),
  lines: (answer) => [answer],
  csvColumns: ['from', 'to', 'action', 'verdict', 'explicit', 'requires', 'deniedBy', 'sentence', 'alternatives'],
  csvRows: (answer) => [
    [
      answer.from,
      answer.to,
      answer.action,
      answer.verdict,
      answer.explicit,
      answer.requires.join('; '),
      deniedGates(answer).join('; '),
      answer.sentence,
      JSON.stringify(answer.alternatives),
    ],
  ],
};

const deniedGates = (answer: ExplainAnswer): GateResult['gate'][] =>
  answer.gates.filter(({ verdict }) => verdict === 'denied').map(({ gate }) => gate);

const gateNames: Readonly<Record<GateResult['gate'], string>> = {
  caller: 'Caller',
  rcp: 'Resource control policies',
  scp: 'Service control policies',
  trust: 'Trust policy of the role',
  identity: 'Identity policies of the caller',
  boundary: 'Permissions boundary of the caller',
};

/** What would have to be there where nothing forbids it, but nothing allows it either. */
const missing: Readonly<Record<GateResult['gate'], string>> = {
  caller: 'a caller that can make this call',
  rcp: "an Allow in the resource control policies at every level above the role's account",
  scp: "an Allow in the service control policies at every level above the caller's account",
  trust: "an Allow for this caller in the role's trust policy",
  identity: "an Allow for this action on this role in the caller's identity policies",
  boundary: "an Allow for this action on this role in the caller's permissions boundary",
};

function renderHead(answer: ExplainAnswer, style: Style): string {
  const { verdict, sentence, from, to, action } = answer;
  let text = `${paint(verdict, style.bold(showVerdict(verdict).toUpperCase()), style)}\n`;
  text += `${wrapIndented(showText(sentence), style.width, 0)}\n\n`;
  for (const [name, value] of Object.entries({ From: from, To: to, Action: action })) {
    text += `${wrapIndented(showText(value), style.width, 8, name.padEnd(8))}\n`;
  }
  return text + renderMissing(answer, style);
}

/** For a refusal without an explicit Deny. */
function renderMissing(answer: ExplainAnswer, style: Style): string {
  if (answer.verdict !== 'denied' || answer.explicit) return '';
  const lines = deniedGates(answer).map((gate) => wrapIndented(missing[gate], style.width, 4, '  - '));
  return lines.length === 0 ? '' : `\n${style.bold('Missing')}\n${lines.join('\n')}\n`;
}

function renderConditions(answer: ExplainAnswer, style: Style): string {
  if (answer.verdict !== 'conditional') return '';
  return answer.alternatives
    .map((conditions, index) => {
      const heading = index === 0 ? 'Only if' : `Or if (alternative ${index + 1} of ${answer.alternatives.length})`;
      const lines = conditions.map((condition) => wrapIndented(showCondition(condition), style.width, 4, '  - '));
      return `\n${style.bold(heading)}\n${lines.join('\n')}\n`;
    })
    .join('');
}

function renderGates(answer: ExplainAnswer, style: Style): string {
  const evidence = new Map(answer.evidence.map((item) => [item.policy, item]));
  const gates = answer.gates.map((gate) => {
    const heading = `${showVerdict(gate.verdict)}: ${gateNames[gate.gate]}`;
    const statements = gate.statements.map((statement) => renderStatement(gate, statement, evidence.get(statement.policy), style));
    return `${paint(gate.verdict, heading, style)}\n${wrapIndented(showText(gate.why), style.width, 4)}\n${statements.join('')}`;
  });
  return `\n${style.bold('Gates, all of which must let it pass')}\n${gates.join('')}`;
}

/** Where the statement stands, and the statement as JSON. */
function renderStatement(gate: GateResult, statement: StatementRef, evidence: Evidence | undefined, style: Style): string {
  const sid = statement.sid === null ? '' : ` (Sid ${JSON.stringify(statement.sid)})`;
  const place = `${statement.effect} statement ${statement.index}${sid} of ${statement.name}, ${statement.policy}`;
  const heading = `${roleOf(gate, statement)}: ${showText(place)}`;
  return `${wrapIndented(heading, style.width, 6, '    ')}\n${renderJson(findStatement(evidence?.document, statement.index), style)}`;
}

function roleOf(gate: GateResult, statement: StatementRef): string {
  if (gate.verdict === 'denied') return statement.effect === 'Deny' ? 'denied by' : 'nearest miss';
  return statement.effect === 'Deny' ? 'limited by' : 'allowed by';
}

/** The JSON lines keep their own indentation; a line that is too long goes on beneath itself. */
function renderJson(statement: unknown, style: Style): string {
  if (statement === undefined) return `${style.dim('      (its document is not in the data)')}\n`;
  const lines = JSON.stringify(statement, null, 2).split('\n');
  return lines
    .map((line) => {
      const indent = 6 + line.length - line.trimStart().length;
      const wrapped = wrapIndented(showText(line.trimStart()), style.width, indent + 2, ' '.repeat(indent));
      return `${style.dim(wrapped)}\n`;
    })
    .join('');
}

/** A document holds a list of statements or a single one; undefined if there is none of that index. */
function findStatement(document: unknown, index: number): unknown {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return undefined;
  const { Statement: statements } = document;
  if (Array.isArray(statements)) return statements[index];
  return index === 0 ? statements : undefined;
}
