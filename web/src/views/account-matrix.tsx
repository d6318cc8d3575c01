/** Assume edges from account to account, as a table whose cells are shaded by count. */
import type { SummaryAnswer } from '../../../queries/answers.ts';
import { Name } from '../components/name.tsx';
import { plural, shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { visibleText } from '../visible-text.ts';
import { byUnit } from './account-order.ts';

const mostAcross = 16;
const mostDown = 24;

export function AccountMatrix({ answer }: { answer: SummaryAnswer }) {
  const names = new Map(answer.accounts.map(({ id, name }) => [id, name]));
  const kinds = new Map((answer.entryPoints ?? []).map(({ principal }) => [principal.arn, principal.kind]));
  const { open } = useNavigation();
  const known = (id: string): boolean => names.has(id) || id in groupPlaces;
  const nameOf = (id: string): string => names.get(id) ?? shortName(id);
  const edges = gather(answer.accountEdges, (from) => (names.has(from) || from === '*' ? from : sourceGroup(kinds.get(from))));
  const cells = new Map(edges.map((cell) => [`${cell.from}\n${cell.to}`, cell]));
  const targets = busiest(edges.map((cell) => [cell.to, cell.edges]));
  const sources = busiest(edges.map((cell) => [cell.from, cell.edges]));
  const order = new Map([...answer.accounts].sort(byUnit).map(({ id }, index) => [id, index]));
  const arrange = (ids: readonly string[]): string[] => [...ids].sort((x, y) => (order.get(x) ?? 1e6) - (order.get(y) ?? 1e6));
  const across = arrange(targets.slice(0, mostAcross));
  const down = arrange(sources.slice(0, mostDown));
  const most = Math.max(1, ...edges.map((cell) => cell.edges));
  if (answer.accountEdges.length === 0) return <p class="hint">There are no assume edges.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="matrix-scroll" tabIndex={0} role="group" aria-label="Assume edges between accounts">
        <table class="matrix" style={{ '--columns': across.length }}>
          <thead>
            <tr>
              <th scope="col" class="corner">
                <span class="hint">from ↓ to →</span>
              </th>
              {across.map((to) => (
                <th key={to} scope="col" class="column">
                  <span>
                    <Name text={nameOf(to)} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {down.map((from) => (
              <tr key={from}>
                <th scope="row">
                  <Name text={nameOf(from)} />
                </th>
                {across.map((to) => {
                  const cell = cells.get(`${from}\n${to}`);
                  if (cell === undefined) return <td key={to} class={from === to ? 'own' : ''} />;
                  const level = Math.max(1, Math.ceil((Math.log1p(cell.edges) / Math.log1p(most)) * 4));
                  return (
                    <td
                      key={to}
                      class={`level-${level}${from === to ? ' own' : ''}`}
                      title={`${visibleText(nameOf(from))} to ${visibleText(nameOf(to))}: ${plural(cell.edges, 'edge')}, ${cell.unconditional} without conditions`}
                    >
                      {known(from) && known(to) ? (
                        <button type="button" onClick={() => open({ page: 'between', given: { from: placeId(from), to: placeId(to) } })}>
                          <span class="visually-hidden">
                            {visibleText(nameOf(from))} to {visibleText(nameOf(to))}:{' '}
                          </span>
                          {cell.edges.toLocaleString('en')}
                        </button>
                      ) : (
                        cell.edges.toLocaleString('en')
                      )}
                      {cell.unconditional > 0 && cell.unconditional === cell.edges && (
                        <span class="visually-hidden"> without conditions</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(targets.length > across.length || sources.length > down.length) && (
        <p class="hint">
          The busiest {down.length} of {sources.length} sources and {across.length} of {targets.length} accounts.
        </p>
      )}
    </>
  );
}

/** The matrix's own rows as the API names them. */
const groupPlaces: Readonly<Record<string, string>> = { '*': 'anyone', 'AWS services': 'services', 'identity providers': 'providers' };
const placeId = (id: string): string => groupPlaces[id] ?? id;

type Cell = SummaryAnswer['accountEdges'][number];

/** Providers and services get one row each together: on their own they would drown the accounts. */
const sourceGroup = (kind: string | undefined): string => (kind === 'service' ? 'AWS services' : 'identity providers');

function gather(edges: readonly Cell[], group: (from: string) => string): readonly Cell[] {
  const sums = new Map<string, Cell>();
  for (const cell of edges) {
    const from = group(cell.from);
    const key = `${from}\n${cell.to}`;
    const sum = sums.get(key);
    sums.set(key, {
      from,
      to: cell.to,
      edges: (sum?.edges ?? 0) + cell.edges,
      unconditional: (sum?.unconditional ?? 0) + cell.unconditional,
    });
  }
  return [...sums.values()];
}

/** Ids by their sum, largest first. */
function busiest(counted: readonly (readonly [id: string, edges: number])[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const [id, edges] of counted) sums.set(id, (sums.get(id) ?? 0) + edges);
  return [...sums].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}
