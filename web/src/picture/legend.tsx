/** What lines and icons of this picture mean; only what is in it. */
import { Icon } from '../components/name.tsx';
import type { Placed } from './elements.ts';
import { legendEntries } from './legend-entries.ts';

export function Legend({ placed }: { placed: Placed }) {
  const { lines, kinds } = legendEntries(placed);
  return (
    <ul class="legend" aria-label="Legend">
      {lines.map(({ look, text }) => (
        <li key={look}>
          <svg class={`line ${look}`} viewBox="0 0 34 10" aria-hidden="true">
            {look === 'cross' && <circle cx="5" cy="5" r="4" />}
            <path d={look === 'cross' ? 'M5 5h21' : 'M1 5h25'} />
            <path class="head" d="M25 1l8 4-8 4z" />
          </svg>
          {text}
        </li>
      ))}
      {kinds.map(({ kind, text }) => (
        <li key={kind}>
          <Icon kind={kind} />
          {text}
        </li>
      ))}
    </ul>
  );
}
