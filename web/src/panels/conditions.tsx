/** Conditions by who can meet them; further alternatives one below the other. */
import type { ExplainAnswer } from '../../../queries/answers.ts';
import { Name } from '../components/name.tsx';
import { conditionWords, sourceTitles } from '../conditions.ts';
import { plural } from '../names.ts';

type Conjunction = ExplainAnswer['conditions'];

export function Conditions({ alternatives }: { alternatives: readonly Conjunction[] }) {
  const [first = [], ...others] = alternatives;
  return (
    <>
      <Together conditions={first} />
      {others.length > 0 && (
        <details class="alternatives">
          <summary>{plural(others.length, 'other way', 'other ways')} to meet the conditions</summary>
          <ol>
            {others.map((conditions, index) => (
              <li key={index}>
                <Together conditions={conditions} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Together({ conditions }: { conditions: Conjunction }) {
  return (
    <div class="conditions">
      {sourceTitles.map(([source, title, hint]) => {
        const own = conditions.filter((condition) => condition.source === source);
        if (own.length === 0) return null;
        return (
          <section key={source} class={`condition-group ${source}`}>
            <h4>
              {title} <span class="hint">{hint}</span>
            </h4>
            <ul>
              {own.map((condition, index) => {
                const { key, relation, values, note } = conditionWords(condition);
                return (
                  <li key={index}>
                    {key !== null && (
                      <code>
                        <Name text={key} />
                      </code>
                    )}{' '}
                    {relation}{' '}
                    {values.map((value, place) => (
                      <span key={place}>
                        {place > 0 && ' or '}
                        <code class="value">
                          <Name text={value} />
                        </code>
                      </span>
                    ))}
                    {note !== null && <span class="hint"> ({note})</span>}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
