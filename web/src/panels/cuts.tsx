/** What to take out of policies: to keep principals from a role, or to close one edge; and what else is lost with it. */
import type { CutAnswer, CutStatement, EdgeCutAnswer, PrincipalAnswerRef } from '../../../queries/answers.ts';
import { Cypher } from '../components/cypher.tsx';
import { LazyDetails } from '../components/lazy-details.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { Answer, Reservations } from '../components/states.tsx';
import { plural, shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { PolicyJson } from './policy-json.tsx';

/** The statements whose removal keeps the most principals, or the one given, from a role. Asked when it is opened. */
export function RoleCuts({ to, from = null }: { to: string; from?: string | null }) {
  return (
    <LazyDetails title={from === null ? 'What to cut to protect this role' : 'What to cut to stop this'}>
      {() => <RoleCutsAnswer to={to} from={from} />}
    </LazyDetails>
  );
}

const mostCuts = 8;

function RoleCutsAnswer({ to, from }: { to: string; from: string | null }) {
  const { view } = useNavigation();
  const asked = useAnswer<CutAnswer>('cut', { to, from, maxHops: view.maxHops, limit: mostCuts });
  return (
    <Answer asked={asked}>
      {(answer) => (
        <div class="cuts">
          <p class="hint">
            {answer.reachedBy === 0
              ? 'Nobody reaches it: there is nothing to cut.'
              : answer.cuts.length === 0
                ? `Removing one statement is not enough${from === null ? ' to stop anyone' : ''}: there are other ways to the role.`
                : from === null
                  ? `${plural(answer.reachedBy, 'principal reaches', 'principals reach')} it. Removing one of these statements stops that many:`
                  : 'Removing any one of these statements closes every chain. Those that the fewest others depend on come first:'}
          </p>
          <ol class="cut-list">
            {answer.cuts.map((cut) => (
              <li key={`${cut.gate} ${cut.statement} ${cut.policies[0]?.id ?? ''}`}>
                {from === null && (
                  <p class="cut-stops">
                    <strong>{cut.stops.toLocaleString('en')}</strong> of {answer.reachedBy.toLocaleString('en')} stopped
                  </p>
                )}
                <Statement gate={cut.gate} statement={cut} />
                {from !== null && <p class="hint">{priceOf(cut.stopsInAll - cut.stops, answer.to.name)}</p>}
                {from === null && cut.stopped.length > 0 && <Principals title="Who is stopped" all={cut.stops} principals={cut.stopped} />}
              </li>
            ))}
          </ol>
          <Reservations answer={answer} />
          <Cypher text={answer.cypher} />
        </div>
      )}
    </Answer>
  );
}

const priceOf = (others: number, role: string): string =>
  others === 0
    ? 'Nobody else loses access to the role.'
    : `${plural(others, 'other principal', 'other principals')} no longer ${others === 1 ? 'reaches' : 'reach'} ${visibleText(role)} either.`;

/** How to close one edge, and what is lost with it. */
export function EdgeCut({ from, to }: { from: string; to: string }) {
  const { view } = useNavigation();
  const asked = useAnswer<EdgeCutAnswer>('cut-edge', { from, to, maxHops: view.maxHops });
  return (
    <section aria-labelledby="cut-title">
      <h3 id="cut-title">How to cut it</h3>
      <Answer asked={asked}>{(answer) => <Ways answer={answer} />}</Answer>
    </section>
  );
}

function Ways({ answer }: { answer: EdgeCutAnswer }) {
  const { ways, from, to, lostRoles, roles, lostPrincipals, principals } = answer;
  return (
    <div class="cuts">
      {ways.length === 0 && <p class="hint">No Allow statement in the data lets this through: only a Deny can close it.</p>}
      <ol class="cut-list">
        {ways.map((way) => (
          <li key={way.gate}>
            <p class="cut-stops">
              {way.statements.length > 1
                ? `Remove all ${way.statements.length.toLocaleString('en')} of these statements`
                : 'Remove this statement'}
            </p>
            {way.statements.map((statement) => (
              <Statement key={`${statement.statement} ${statement.policies[0]?.id ?? ''}`} gate={way.gate} statement={statement} />
            ))}
            <p class="hint">
              {way.edges > 1
                ? `It closes ${way.truncated ? 'at least ' : ''}${plural(way.edges - 1, 'other edge')} as well. `
                : 'It closes this edge alone. '}
              <Name text={from.name} /> then no longer reaches {plural(way.lostRoles, 'role')}, and{' '}
              {plural(way.lostPrincipals, 'principal')} no longer {way.lostPrincipals === 1 ? 'reaches' : 'reach'} <Name text={to.name} />.
            </p>
          </li>
        ))}
      </ol>
      <p>Without this edge:</p>
      {lostRoles === 0 && lostPrincipals === 0 && <p class="hint">Nothing is lost: other chains lead to the same roles.</p>}
      {lostRoles > 0 && (
        <Principals title={`${shortName(from.arn)} no longer reaches ${plural(lostRoles, 'role')}`} all={lostRoles} principals={roles} />
      )}
      {lostPrincipals > 0 && (
        <Principals
          title={`${plural(lostPrincipals, 'principal')} no longer ${lostPrincipals === 1 ? 'reaches' : 'reach'} ${shortName(to.arn)}`}
          all={lostPrincipals}
          principals={principals}
        />
      )}
    </div>
  );
}

const gateWords = { trust: 'trust policy', identity: 'identity policy' } as const;

/** Which statement, of which policies, and its text. */
function Statement({ gate, statement: { index, sid, policies, document } }: { gate: 'trust' | 'identity'; statement: CutStatement }) {
  const [first, ...others] = policies;
  const place = sid === null ? `Statement ${index + 1}` : `“${sid}”`;
  return (
    <div class="cut-statement">
      <p>
        <span class="tag">{gateWords[gate]}</span> <Name text={place} class="wrap" /> of{' '}
        <Name text={first === undefined ? 'a policy' : placeOf(first, gate)} class="wrap" />
        {others.length > 0 &&
          `, and out of ${plural(others.length, 'other policy', 'other policies')} that ${others.length === 1 ? 'says' : 'say'} the same`}
      </p>
      {document !== null && (
        <details class="evidence">
          <summary>The statement</summary>
          <PolicyJson document={document} statements={[]} label={`Statement ${visibleText(place)}`} />
          {policies.length > 0 && (
            <ul class="plain">
              {policies.map(({ id }) => (
                <li key={id} class="hint">
                  <Name text={id} class="wrap" />
                </li>
              ))}
            </ul>
          )}
        </details>
      )}
    </div>
  );
}

/** Inline and trust policies are known by whose they are. */
const placeOf = ({ id, name }: { id: string; name: string }, gate: 'trust' | 'identity'): string => {
  const [owner = '', inner] = id.split('#');
  if (inner === undefined) return name;
  return gate === 'trust' ? shortName(owner) : `${name} in ${shortName(owner)}`;
};

function Principals({ title, all, principals }: { title: string; all: number; principals: readonly PrincipalAnswerRef[] }) {
  return (
    <details class="evidence">
      <summary>
        <Name text={title} class="wrap" />
      </summary>
      <ul class="lost">
        {principals.map((principal) => (
          <li key={principal.arn}>
            <PrincipalButton principal={principal} />
          </li>
        ))}
      </ul>
      {all > principals.length && <p class="hint">And {plural(all - principals.length, 'more', 'more')}.</p>}
    </details>
  );
}
