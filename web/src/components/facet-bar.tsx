/** The narrowing of an answer as rows of chips with counts: a click keeps only those, another leaves them out, a third lets go. */
import { countValues, isNarrowed, kindText, needText, type Traits, turnValue } from '../facets.ts';
import { useNavigation } from '../navigation.ts';
import { unitText } from '../organization.ts';
import { visibleText } from '../visible-text.ts';

const mostChips = 10;

export function FacetBar({
  traits,
  shown,
  placeNames,
}: {
  traits: readonly Traits[];
  shown: number;
  placeNames: ReadonlyMap<string, string>;
}) {
  const { view, go } = useNavigation();
  const rows = [
    {
      title: 'Needs',
      field: 'needs',
      text: needText,
      values: countValues(
        traits.map(({ needs }) => needs),
        view.needs,
      ),
    },
    {
      title: 'Kind',
      field: 'kinds',
      text: kindText,
      values: countValues(
        traits.map(({ kinds }) => kinds),
        view.kinds,
      ),
    },
    {
      title: 'Account',
      field: 'places',
      text: (value: string) => placeNames.get(value) ?? value,
      values: countValues(
        traits.map(({ places }) => places),
        view.places,
      ),
    },
    {
      title: 'Unit',
      field: 'units',
      text: unitText,
      values: countValues(
        traits.map(({ units }) => units),
        view.units,
      ),
    },
  ] as const;
  const useful = rows.filter(({ values, field }) => values.length > 1 || view[field].length > 0);
  // One row leaves nothing to choose; what was chosen can always be let go.
  if (useful.length === 0 || (traits.length < 2 && !isNarrowed(view))) return null;
  return (
    <details class="facets" open={isNarrowed(view)}>
      <summary>
        Narrow
        {isNarrowed(view)
          ? `: ${shown.toLocaleString('en')} of ${traits.length.toLocaleString('en')}`
          : ` these ${traits.length.toLocaleString('en')}`}
      </summary>
      {useful.map(({ title, field, text, values }) => (
        <div key={field} class="facet" role="group" aria-label={title}>
          <span class="facet-title">{title}</span>
          {values.slice(0, Math.max(mostChips, view[field].length)).map(({ value, count }) => {
            const only = view[field].includes(value);
            const not = view[field].includes(`-${value}`);
            return (
              <button
                key={value}
                type="button"
                class={`chip${only ? ' only' : ''}${not ? ' not' : ''}`}
                aria-pressed={only || not}
                aria-label={`${not ? 'without ' : ''}${visibleText(text(value))}, ${count}`}
                onClick={() => go({ [field]: turnValue(view[field], value), picked: null })}
              >
                {not && <span aria-hidden="true">without </span>}
                {visibleText(text(value))} <span class="chip-count">{count.toLocaleString('en')}</span>
              </button>
            );
          })}
        </div>
      ))}
      {isNarrowed(view) && (
        <button type="button" class="link" onClick={() => go({ needs: [], kinds: [], places: [], units: [], picked: null })}>
          Show all again
        </button>
      )}
    </details>
  );
}
