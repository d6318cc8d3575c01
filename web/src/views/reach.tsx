/** Everyone who can reach a role, or every role that a principal can reach: as a picture and as a table to sort and filter. */
import { useMemo } from 'preact/hooks';
import type { ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { Cypher } from '../components/cypher.tsx';
import { FacetBar } from '../components/facet-bar.tsx';
import { Name } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { fits, isNarrowed, nothing, outsider, type Traits } from '../facets.ts';
import { accountLabel, isOutside, plural, unconditionalShare } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { type UnitsOf, useUnits } from '../organization.ts';
import { RoleCuts } from '../panels/cuts.tsx';
import { Picture } from '../picture/picture.tsx';
import { pictureOfReach } from '../picture/pictures.ts';
import { type More, usePages } from '../use-pages.ts';
import { defaultMaxHops, type View } from '../view.ts';
import { ReachTable } from './reach-table.tsx';

export function Reach({ direction, name }: { direction: 'from' | 'to'; name: string }) {
  const { view, go } = useNavigation();
  const { asked, more } = usePages<ReachAnswer>(
    'reach',
    {
      [direction]: name,
      maxHops: view.maxHops,
      unconditional: view.unconditional || null,
      crossAccount: view.crossAccount || null,
    },
    followingRows,
    appendRows,
  );
  return (
    <Answer
      asked={asked}
      onCandidate={(arn) => go(direction === 'from' ? { from: arn } : { to: arn }, { replace: true })}
      turned={{ label: 'What can it reach?', act: () => go({ from: name, to: null }) }}
    >
      {(answer) => (answer.rows.length === 0 ? <Nobody answer={answer} /> : <Reached answer={answer} more={more} />)}
    </Answer>
  );
}

/** Of each page after the first thousand. */
const followingRows = 10_000;

function appendRows(whole: ReachAnswer, page: ReachAnswer): ReachAnswer {
  const edges = new Map(
    [...(whole.edges ?? []), ...(page.edges ?? [])].map((edge) => [JSON.stringify([edge.from, edge.to, edge.action]), edge]),
  );
  return { ...page, rows: [...whole.rows, ...page.rows], edges: [...edges.values()] };
}

function Reached({ answer, more }: { answer: ReachAnswer; more: More | null }) {
  const { view, go } = useNavigation();
  const unitsOf = useUnits();
  const traits = useMemo(() => answer.rows.map((row) => traitsOf(row, unitsOf)), [answer, unitsOf]);
  // Units come with the summary, later than the answer: where nothing is narrowed by them, the picture must not begin anew.
  const narrowed = isNarrowed(view);
  const rows = useMemo(
    () => (narrowed ? answer.rows.filter((_, index) => fits(traits[index] ?? noTraits, view)) : answer.rows),
    [answer, narrowed ? traits : null, view.needs, view.kinds, view.places, view.units],
  );
  const row = view.picked === null ? undefined : answer.rows[view.picked];
  const placeNames = useMemo(
    () =>
      new Map(
        answer.rows.flatMap(({ principal }) =>
          principal.accountId === null ? [] : [[principal.accountId, accountLabel(principal) ?? '']],
        ),
      ),
    [answer],
  );
  // Among hundreds of principals one chain is hard to follow, so a picked one is drawn alone.
  const model = useMemo(() => pictureOfReach(answer, row === undefined ? rows : [row]), [answer, rows, row]);
  const title = answer.direction === 'from' ? `What can ${answer.of.name} reach` : `Who can reach ${answer.of.name}`;
  const fromOutside = answer.direction === 'to' ? outsideText(answer, isFiltered(view), narrowed) : null;
  return (
    <>
      <header class="scene-head">
        <h1>
          {answer.direction === 'from' ? (
            <>
              What can <Name text={answer.of.name} /> reach?
            </>
          ) : (
            <>
              Who can reach <Name text={answer.of.name} />?
            </>
          )}
        </h1>
        <p>{extentText(answer, rows)}</p>
        {fromOutside !== null && <p>{fromOutside}</p>}
      </header>
      <Reservations answer={answer} shown={answer.rows.length} total={answer.total} more={more} />
      <FacetBar traits={traits} shown={rows.length} placeNames={placeNames} />
      {row !== undefined && (
        <p class="drawn-alone">
          The picture shows the chain of <Name text={row.principal.name} /> alone.{' '}
          <button type="button" class="link" onClick={() => go({ picked: null }, { replace: true })}>
            Draw all
          </button>
        </p>
      )}
      <Picture model={model} picked={null} snapshot={answer.snapshot} title={title} />
      {answer.direction === 'to' && <RoleCuts to={answer.of.arn} />}
      <ReachTable
        answer={answer}
        rows={rows}
        picked={row}
        onPick={(chosen) => go({ picked: chosen === row ? null : answer.rows.indexOf(chosen) }, { replace: true })}
      />
      <Cypher text={answer.cypher} />
    </>
  );
}

/** How many they are, and of how many where facets narrow them; the rest of the sentence is about those that are shown. */
function extentText({ direction, total, truncated, rows: all }: ReachAnswer, shown: readonly ReachRow[]): string {
  const everyone = plural(total, direction === 'from' ? 'role' : 'principal');
  const accounts = new Set(shown.flatMap(({ principal }) => principal.accountId ?? [])).size;
  const open = shown.filter(({ verdict }) => verdict === 'allowed').length;
  const count = shown.length < all.length ? `${shown.length.toLocaleString('en')} of ${everyone}` : everyone;
  const where = accounts > 0 ? ` in ${plural(accounts, 'account')}` : '';
  const share = truncated || shown.length === 0 ? '' : `, ${unconditionalShare(open, shown.length)}`;
  return `${count}${where}${share}.`;
}

/**
 * How many come from outside, as the facet of that name counts them, whatever it is narrowed to; where it says nothing because there is
 * nobody, this does. Null where it cannot be known: of an answer that was cut the rest may hold some.
 */
function outsideText({ rows, truncated }: ReachAnswer, filtered: boolean, narrowed: boolean): string | null {
  const count = rows.filter(({ principal }) => isOutside(principal)).length;
  const place = "from outside the organization's accounts";
  if (count === 0 && truncated) return null;
  if (count === 0) return `Nobody ${place}${filtered ? ' passes the filters above' : ''}.`;
  const many = count.toLocaleString('en');
  if (truncated) return `At least ${many} ${place}.`;
  return `${many}${narrowed ? ` of all ${rows.length.toLocaleString('en')}` : ''} ${place}.`;
}

/** True if the question itself leaves some out; facets only narrow its answer. */
const isFiltered = ({ unconditional, crossAccount, maxHops }: View): boolean => unconditional || crossAccount || maxHops < defaultMaxHops;

const noTraits: Traits = { needs: [], kinds: [], places: [], units: [] };

const traitsOf = ({ principal, verdict, requires }: ReachRow, unitsOf: UnitsOf): Traits => ({
  needs: verdict === 'allowed' ? [nothing] : requires,
  kinds: isOutside(principal) ? [principal.kind, outsider] : [principal.kind],
  places: principal.accountId === null ? [] : [principal.accountId],
  units: unitsOf(principal.accountId),
});

function Nobody({ answer }: { answer: ReachAnswer }) {
  const { view, go } = useNavigation();
  const narrowed = isFiltered(view);
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.of.name} />
        </h1>
      </header>
      <Empty title={answer.direction === 'from' ? 'It can reach no role' : 'Nobody can reach it'}>
        <p>
          {narrowed
            ? 'None passes the filters above.'
            : answer.direction === 'from'
              ? 'No role in the data lets it in.'
              : 'No principal in the data passes its trust policy and all other gates.'}
        </p>
        {narrowed && (
          <div class="actions">
            <button type="button" class="button" onClick={() => go({ unconditional: false, crossAccount: false, maxHops: defaultMaxHops })}>
              Lift the filters
            </button>
          </div>
        )}
      </Empty>
      <Cypher text={answer.cypher} />
    </>
  );
}
