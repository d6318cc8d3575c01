/** Why, or why not: the sentence, what is needed, every gate with its verdict, and the statements that decided it. */
import type { ComponentChildren } from 'preact';
import type { Evidence, ExplainAnswer } from '../../../queries/answers.ts';
import { CrossAccountBadge, VerdictBadge, VerdictMark } from '../components/badges.tsx';
import { Cypher } from '../components/cypher.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { visibleText } from '../visible-text.ts';
import { Conditions } from './conditions.tsx';
import { PolicyJson } from './policy-json.tsx';

type GateAnswer = ExplainAnswer['gates'][number];

const gateNames: Readonly<Record<GateAnswer['gate'], string>> = {
  caller: 'Caller',
  rcp: 'Resource control policies',
  scp: 'Service control policies',
  trust: 'Trust policy of the role',
  identity: "Caller's own policies",
  boundary: "Caller's permissions boundary",
};

/** `cypher: false` where the view around it already shows one. `cut`: how to close the edge, if there is one. */
export function Explanation({ answer, cypher = true, cut }: { answer: ExplainAnswer; cypher?: boolean; cut?: ComponentChildren }) {
  const shown = new Set(answer.gates.flatMap(({ statements }) => statements.map(({ policy }) => policy)));
  const rest = answer.evidence.filter(({ policy }) => !shown.has(policy));
  const crossAccount = answer.fromPrincipal.accountId !== answer.toPrincipal.accountId;
  return (
    <div class="explanation">
      <div class="pair">
        <PrincipalButton principal={answer.fromPrincipal} />
        <span class={`pair-arrow ${answer.verdict}`} aria-hidden="true" />
        <span class="visually-hidden">to</span>
        <PrincipalButton principal={answer.toPrincipal} />
      </div>
      <p class="badges">
        <VerdictBadge verdict={answer.verdict} />
        {crossAccount && <CrossAccountBadge />}
        <code class="action">{visibleText(answer.action)}</code>
      </p>
      <p class="sentence">
        <Name text={answer.sentence} class="wrap" />
      </p>
      {answer.verdict === 'conditional' && (
        <section>
          <h3>Conditions</h3>
          <Conditions alternatives={answer.alternatives} />
        </section>
      )}
      <section>
        <h3>Gates</h3>
        <ol class="gates">
          {answer.gates.map((gate) => (
            <GateView key={gate.gate} gate={gate} evidence={answer.evidence} />
          ))}
        </ol>
      </section>
      {rest.length > 0 && (
        <section>
          <h3>Policies that were looked at</h3>
          {rest.map((item) => (
            <EvidenceView key={item.policy} evidence={item} statements={item.statements} open={false} />
          ))}
        </section>
      )}
      {answer.verdict !== 'denied' && cut}
      {cypher && <Cypher text={answer.cypher} />}
    </div>
  );
}

const verdictWords: Readonly<Record<GateAnswer['verdict'], string>> = {
  allowed: 'passes',
  conditional: 'passes under conditions',
  denied: 'stops it',
  'not-applicable': 'does not apply',
};

function GateView({ gate, evidence }: { gate: GateAnswer; evidence: readonly Evidence[] }) {
  const policies = [...new Set(gate.statements.map(({ policy }) => policy))];
  return (
    <li class={`gate ${gate.verdict}`}>
      <VerdictMark verdict={gate.verdict} />
      <div>
        <h4>
          {gateNames[gate.gate]} <span class="gate-verdict">{verdictWords[gate.verdict]}</span>
        </h4>
        <p>
          <Name text={gate.why} class="wrap" />
        </p>
        {policies.map((policy) => {
          const refs = gate.statements.filter((ref) => ref.policy === policy);
          const found = evidence.find((item) => item.policy === policy);
          if (found !== undefined)
            return <EvidenceView key={policy} evidence={found} statements={refs.map(({ index }) => index)} open={isTelling(gate)} />;
          return (
            <p key={policy} class="hint">
              <Name
                text={`${refs[0]?.name ?? policy}: statement ${refs.map(({ index, sid }) => sid ?? index + 1).join(', ')}`}
                class="wrap"
              />
            </p>
          );
        })}
      </div>
    </li>
  );
}

/** Guardrails that let a call pass mostly say "allow everything": they stay folded. */
const isTelling = ({ gate, verdict }: GateAnswer): boolean => verdict !== 'allowed' || (gate !== 'scp' && gate !== 'rcp');

function EvidenceView({ evidence, statements, open }: { evidence: Evidence; statements: readonly number[]; open: boolean }) {
  return (
    <details class="evidence" open={open}>
      <summary>
        <span class="tag">{evidence.kind}</span> <Name text={evidence.name} class="wrap" />
      </summary>
      <PolicyJson document={evidence.document} statements={statements} label={`Policy ${visibleText(evidence.name)}`} />
    </details>
  );
}
