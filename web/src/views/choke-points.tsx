/** The roles that most ways to what is worth guarding lead through: protecting one of them protects much. */
import type { ChokePointsAnswer } from '../../../queries/answers.ts';
import { Cypher } from '../components/cypher.tsx';
import { PrincipalLabel } from '../components/name.tsx';
import { Answer } from '../components/states.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useAnswer } from '../use-answer.ts';

const mostShown = 6;

export function ChokePoints() {
  const { view } = useNavigation();
  const asked = useAnswer<ChokePointsAnswer>('choke-points', { limit: mostShown, maxHops: view.maxHops });
  return (
    <section class="sheet" aria-labelledby="choke-title">
      <h2 id="choke-title">Choke points</h2>
      <Answer asked={asked}>{(answer) => <Points answer={answer} />}</Answer>
    </section>
  );
}

function Points({ answer: { rows, pairs, targets, targetsCounted, cypher } }: { answer: ChokePointsAnswer }) {
  const { open } = useNavigation();
  if (targets === 0) return <p class="hint">Nobody can assume an administrator role or another high-value role.</p>;
  const reached = `${plural(pairs, 'pair')} of a principal and a high-value role that it can reach`;
  if (rows.length === 0) return <p class="hint">All {reached} are one hop apart: there is no role between them.</p>;
  return (
    <>
      <p class="hint">
        Of {reached}, this many have chains through the role
        {targetsCounted < targets && ` (${targetsCounted.toLocaleString('en')} of ${plural(targets, 'such role')} were counted)`}:
      </p>
      <ul class="entries">
        {rows.map(({ principal, pairs: through, unavoidable }) => (
          <li key={principal.arn}>
            <button type="button" class="entry" onClick={() => open({ to: principal.arn })}>
              <PrincipalLabel principal={principal} />
              <span class="entry-count">
                {plural(through, 'pair')}
                <span class="hint">{wayAround(through, unavoidable)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Cypher text={cypher} />
    </>
  );
}

function wayAround(through: number, unavoidable: number): string {
  if (unavoidable === 0) return 'each has other chains too';
  return unavoidable === through ? 'no way around it' : `no way around it for ${unavoidable.toLocaleString('en')}`;
}
