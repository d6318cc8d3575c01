/** What lines and icons of this picture mean; only what is in it. */
import { Icon } from '../components/name.tsx';
import { kindName } from '../names.ts';
import type { Placed } from './elements.ts';

export function Legend({ placed }: { placed: Placed }) {
  const kinds = [...new Set(placed.nodes.map(({ principal }) => principal.kind))].sort();
  return (
    <ul class="legend" aria-label="Legend">
      {placed.edges.some(({ verdict }) => verdict === 'allowed') && (
        <li>
          <svg class="line" viewBox="0 0 34 10" aria-hidden="true">
            <path d="M1 5h25" />
            <path class="head" d="M25 1l8 4-8 4z" />
          </svg>
          always
        </li>
      )}
      {placed.edges.some(({ verdict }) => verdict === 'conditional') && (
        <li>
          <svg class="line conditional" viewBox="0 0 34 10" aria-hidden="true">
            <path d="M1 5h25" />
            <path class="head" d="M25 1l8 4-8 4z" />
          </svg>
          under conditions
        </li>
      )}
      {placed.edges.some(({ crossAccount }) => crossAccount) && (
        <li>
          <svg class="line cross" viewBox="0 0 34 10" aria-hidden="true">
            <circle cx="5" cy="5" r="4" />
            <path d="M5 5h21" />
            <path class="head" d="M25 1l8 4-8 4z" />
          </svg>
          into another account
        </li>
      )}
      {kinds.map((kind) => (
        <li key={kind}>
          <Icon kind={kind} />
          {kindName(kind)}
        </li>
      ))}
    </ul>
  );
}
