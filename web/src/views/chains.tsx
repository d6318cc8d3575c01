/** From → to: the chains as a picture and as a list; without one, why the direct way is closed. */
import { useMemo } from 'preact/hooks';
import type { ExplainAnswer, Path, PathsAnswer } from '../../../queries/answers.ts';
import { CrossAccountBadge, Requirements } from '../components/badges.tsx';
import { CopyText } from '../components/copy.tsx';
import { Cypher } from '../components/cypher.tsx';
import { FacetBar } from '../components/facet-bar.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { fits, isNarrowed, nothing, type Traits } from '../facets.ts';
import { accountLabel, edgeLabel, plural, unconditionalShare } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { type UnitsOf, useUnits } from '../organization.ts';
import { RoleCuts } from '../panels/cuts.tsx';
import { Explanation } from '../panels/explanation.tsx';
import { Picture } from '../picture/picture.tsx';
import { edgeId } from '../picture/picture-model.ts';
import { pictureOfPaths } from '../picture/pictures.ts';
import { useAnswer } from '../use-answer.ts';
import { type More, usePages } from '../use-pages.ts';
import { visibleText } from '../visible-text.ts';

export function Chains({ from, to }: { from: string; to: string }) {
  const { view, go } = useNavigation();
  const { asked, more } = usePages<PathsAnswer>(
    'paths',
    {
      from,
      to,
      maxHops: view.maxHops,
      unconditional: view.unconditional || null,
      crossAccount: view.crossAccount || null,
    },
    followingChains,
    (whole, page) => ({ ...page, paths: [...whole.paths, ...page.paths], ...(whole.closed ? { closed: whole.closed } : {}) }),
  );
  /** An ambiguous name does not say which end it is: it is the one that the candidate's ARN contains. */
  const resolve = (arn: string) => {
    const fits = (text: string): boolean =>
      !text.startsWith('arn:') && arn.toLowerCase().includes(text.replace(/^[a-z-]+:/, '').toLowerCase());
    go(fits(from) ? { from: arn } : { to: arn }, { replace: true });
  };
  return (
    <Answer asked={asked} onCandidate={resolve}>
      {(answer) => (answer.paths.length === 0 ? <NoChain answer={answer} /> : <Found answer={answer} more={more} />)}
    </Answer>
  );
}

/** Of each page after the first 25. */
const followingChains = 100;

function Found({ answer, more }: { answer: PathsAnswer; more: More | null }) {
  const { view, go } = useNavigation();
  const unitsOf = useUnits();
  const traits = useMemo(() => answer.paths.map((path) => traitsOf(path, unitsOf)), [answer, unitsOf]);
  // Units come with the summary, later than the answer: where nothing is narrowed by them, the picture must not begin anew.
  const narrowed = isNarrowed(view);
  const all = useMemo(() => answer.paths.map((path, index) => ({ path, index })), [answer]);
  const paths = useMemo(
    () => (narrowed ? all.filter(({ index }) => fits(traits[index] ?? noTraits, view)) : all),
    [all, narrowed ? traits : null, view.needs, view.kinds, view.places, view.units],
  );
  const model = useMemo(() => pictureOfPaths({ ...answer, paths: paths.map(({ path }) => path) }), [answer, paths]);
  const placeNames = useMemo(
    () =>
      new Map(
        answer.paths.flatMap(({ principals }) =>
          principals.flatMap((principal) => (principal.accountId === null ? [] : [[principal.accountId, accountLabel(principal) ?? '']])),
        ),
      ),
    [answer],
  );
  const path = view.picked === null ? undefined : answer.paths[view.picked];
  const picked = useMemo(() => (path === undefined ? null : new Set(path.edges.map((edge) => edgeId(edge.from, edge.to)))), [path]);
  const open = answer.paths.filter(({ verdict }) => verdict === 'allowed').length;
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.from.name} /> <span class="thin">→</span> <Name text={answer.to.name} />
        </h1>
        <p>
          {plural(answer.paths.length, 'chain')}, {unconditionalShare(open, answer.paths.length)}.{' '}
          {answer.paths.length === 1 ? 'It' : 'The shortest'} takes {plural(answer.paths[0]?.hops ?? 0, 'hop')}.
        </p>
      </header>
      <Reservations answer={answer} shown={answer.paths.length} what="chains" more={more} />
      {answer.paths.length > 1 && <FacetBar traits={traits} shown={paths.length} placeNames={placeNames} />}
      <Picture model={model} picked={picked} snapshot={answer.snapshot} title={`${answer.from.name} to ${answer.to.name}`} />
      <RoleCuts to={answer.to.arn} from={answer.from.arn} />
      <h2 class="list-title">Chains, shortest first</h2>
      <ol class="chains">
        {paths.map(({ path: item, index }) => (
          <Chain
            key={index}
            path={item}
            number={index + 1}
            picked={view.picked === index}
            alone={answer.paths.length === 1}
            onPick={() => go({ picked: view.picked === index ? null : index }, { replace: true })}
          />
        ))}
      </ol>
      <Cypher text={answer.cypher} />
    </>
  );
}

interface ChainProps {
  readonly path: Path;
  readonly number: number;
  readonly picked: boolean;
  /** True for the only chain: there is nothing to pick it from. */
  readonly alone: boolean;
  readonly onPick: () => void;
}

function Chain({ path, number, picked, alone, onPick }: ChainProps) {
  const { view, go } = useNavigation();
  return (
    <li class={picked ? 'chain picked' : 'chain'}>
      <div class="chain-head">
        <h3>
          Chain {number} <span class="hint">{plural(path.hops, 'hop')}</span>
        </h3>
        <span class="badges">
          <Requirements verdict={path.verdict} requires={path.requires} />
          {path.accounts.length > 1 && <CrossAccountBadge />}
        </span>
        {!alone && (
          <button type="button" class="link" aria-pressed={picked} onClick={onPick}>
            {picked ? 'Show all in the picture' : 'Show in the picture'}
          </button>
        )}
      </div>
      <p class="sentence">
        <Name text={path.sentence} class="wrap" />
      </p>
      <ol class="hops">
        {path.principals.map((principal, index) => {
          const edge = path.edges[index - 1];
          const selected = edge !== undefined && view.hop?.from === edge.from && view.hop.to === edge.to;
          return (
            <li key={principal.arn}>
              {edge !== undefined && (
                <button
                  type="button"
                  class={`hop ${edge.verdict}${selected ? ' picked' : ''}`}
                  aria-label={`Why hop ${index}, ${visibleText(path.principals[index - 1]?.name ?? '')} to ${visibleText(principal.name)}${edge.verdict === 'conditional' ? `, needs ${visibleText(edgeLabel(edge))}` : ''}?`}
                  onClick={() => go({ hop: { from: edge.from, to: edge.to }, node: null })}
                >
                  <span class="hop-label">{edge.verdict === 'allowed' ? 'why?' : visibleText(edgeLabel(edge))}</span>
                  <span class="hop-arrow" aria-hidden="true" />
                </button>
              )}
              <PrincipalButton principal={principal} picked={view.node === principal.arn} />
            </li>
          );
        })}
      </ol>
      <PathCommands path={path} />
      {path.sessionLimitSeconds !== null && (
        <p class="hint">Sessions that a role opens last {plural(Math.round(path.sessionLimitSeconds / 3600), 'hour')} at most.</p>
      )}
    </li>
  );
}

const noTraits: Traits = { needs: [], kinds: [], places: [], units: [] };

const traitsOf = ({ verdict, requires, principals }: Path, unitsOf: UnitsOf): Traits => ({
  needs: verdict === 'allowed' ? [nothing] : requires,
  kinds: principals.slice(1, -1).map(({ kind }) => kind),
  places: principals.flatMap(({ accountId }) => accountId ?? []),
  units: principals.flatMap(({ accountId }) => unitsOf(accountId)),
});

function PathCommands({ path }: { path: Path }) {
  if (path.commands === undefined) return null;
  return (
    <details class="commands">
      <summary>As AWS commands</summary>
      <CopyText text={path.commands.join('\n')} label="Commands" />
      {path.profile !== undefined && path.profile !== null && (
        <>
          <h4>Profiles for ~/.aws/config</h4>
          <CopyText text={path.profile} label="Profiles" />
        </>
      )}
    </details>
  );
}

function NoChain({ answer }: { answer: PathsAnswer }) {
  const { view, go } = useNavigation();
  const narrowed = view.unconditional || view.crossAccount;
  const why = useAnswer<ExplainAnswer>('explain', { from: answer.from.arn, to: answer.to.arn });
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.from.name} /> <span class="thin">↛</span> <Name text={answer.to.name} />
        </h1>
      </header>
      <Empty title={`No chain within ${plural(answer.maxHops, 'hop')}`}>
        <p>
          <Name text={answer.from.name} /> cannot reach <Name text={answer.to.name} />
          {narrowed ? ' under the filters above' : ''}.
        </p>
        <div class="actions">
          {narrowed && (
            <button type="button" class="button" onClick={() => go({ unconditional: false, crossAccount: false })}>
              Lift the filters
            </button>
          )}
          <button type="button" class="button" onClick={() => go({ to: null, picked: null })}>
            What it can reach
          </button>
          <button type="button" class="button" onClick={() => go({ from: null, picked: null })}>
            Who can reach the role
          </button>
        </div>
      </Empty>
      <section class="sheet">
        <h2>{narrowed ? 'The direct way' : 'Why not directly?'}</h2>
        <Answer asked={why}>{(explanation) => <Explanation answer={explanation} cypher={false} />}</Answer>
      </section>
      <Cypher text={answer.cypher} />
    </>
  );
}
