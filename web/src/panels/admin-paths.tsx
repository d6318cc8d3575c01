/** The roles worth guarding that a principal reaches, each with the way to its chains. Asked when it is opened. */
import type { ReachAnswer } from '../../../queries/answers.ts';
import { Requirements } from '../components/badges.tsx';
import { LazyDetails } from '../components/lazy-details.tsx';
import { PrincipalLabel } from '../components/name.tsx';
import { Answer } from '../components/states.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useAnswer } from '../use-answer.ts';

const mostShown = 20;

export function AdminPaths({ from }: { from: string }) {
  return <LazyDetails title="Paths to administrators and other high-value roles">{() => <Guarded from={from} />}</LazyDetails>;
}

function Guarded({ from }: { from: string }) {
  const { view, open } = useNavigation();
  const asked = useAnswer<ReachAnswer>('reach', { from, highValue: true, maxHops: view.maxHops, limit: mostShown });
  return (
    <Answer asked={asked}>
      {({ rows, total }) => (
        <>
          {rows.length === 0 && <p class="hint">None within {plural(view.maxHops, 'hop')}.</p>}
          <ul class="entries">
            {rows.map(({ principal, hops, verdict, requires }) => (
              <li key={principal.arn}>
                <button type="button" class="entry" onClick={() => open({ from, to: principal.arn })}>
                  <PrincipalLabel principal={principal} />
                  <span class="entry-count">
                    {plural(hops, 'hop')}
                    <Requirements verdict={verdict} requires={requires} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {total > rows.length && <p class="hint">And {(total - rows.length).toLocaleString('en')} more.</p>}
        </>
      )}
    </Answer>
  );
}
