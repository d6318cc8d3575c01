/** From → to: the question that everything here answers. One end alone asks for reach, both for chains. */
import { useEffect, useState } from 'preact/hooks';
import { shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { visibleText } from '../visible-text.ts';
import { PrincipalBox } from './principal-box.tsx';

/** `value` is what is asked for: an ARN once one was picked, else what was typed. */
interface End {
  readonly text: string;
  readonly value: string | null;
}

const endOf = (value: string | null): End => ({ text: value === null ? '' : visibleText(shortName(value)), value });

const actions = ['Find chains', 'Who can reach it?', 'What can it reach?'] as const;
type Action = (typeof actions)[number];

export function QuestionBar() {
  const { view, open, go } = useNavigation();
  const [from, setFrom] = useState<End>(() => endOf(view.from));
  const [to, setTo] = useState<End>(() => endOf(view.to));
  useEffect(() => setFrom(endOf(view.from)), [view.from]);
  useEffect(() => setTo(endOf(view.to)), [view.to]);

  const askFor = (nextFrom: End, nextTo: End) => open({ from: nextFrom.value, to: nextTo.value });
  /** At once and not in an effect: phones open their keyboard only while they handle what a finger did. */
  const goOnToRole = () => document.getElementById('to')?.focus({ preventScroll: true });
  const typed = (text: string): End => ({ text, value: text.trim() === '' ? null : text.trim() });
  const idle = view.from === null && view.to === null && view.page !== 'map';
  const action: Action =
    (from.value === null) === (to.value === null) ? 'Find chains' : to.value !== null ? 'Who can reach it?' : 'What can it reach?';

  return (
    <form
      class={['question', ...(idle ? ['idle'] : []), ...(from.value === view.from && to.value === view.to ? ['asked'] : [])].join(' ')}
      role="search"
      aria-label="From and to"
      onSubmit={(event) => {
        event.preventDefault();
        askFor(from, to);
      }}
    >
      <div class="question-ends">
        <PrincipalBox
          id="from"
          label="From"
          showLabel
          placeholder="User, role, provider, account…"
          text={from.text}
          {...(from.value !== null ? { title: visibleText(from.value) } : {})}
          onType={(text) => setFrom(typed(text))}
          enterKeyHint={to.value === null ? 'next' : 'search'}
          onPick={({ arn }) => {
            const end = endOf(arn);
            setFrom(end);
            askFor(end, to);
            if (to.value === null) goOnToRole();
          }}
          onEnter={() => {
            askFor(from, to);
            if (from.value !== null && to.value === null) goOnToRole();
          }}
        />
        <button
          type="button"
          class="swap"
          aria-label="Swap from and to"
          title="Swap (S)"
          onClick={() => askFor(to, from)}
          disabled={from.value === null && to.value === null}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 7h12M11.5 3.500L15 7l-3.5 3.500M17 13H5M8.5 9.500L5 13l3.5 3.5" />
          </svg>
        </button>
        <PrincipalBox
          id="to"
          label="To"
          showLabel
          placeholder="Role…"
          kind="role"
          text={to.text}
          {...(to.value !== null ? { title: visibleText(to.value) } : {})}
          onType={(text) => setTo(typed(text))}
          onPick={({ arn }) => {
            const end = endOf(arn);
            setTo(end);
            askFor(from, end);
          }}
          onEnter={() => askFor(from, to)}
        />
        {/* Stands in for the button below where the window is narrow; the style sheet shows one of them. */}
        <button
          type="submit"
          class="button primary go"
          aria-label={action}
          title={action}
          disabled={from.value === null && to.value === null}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3.500 10h12.500M11 5l5 5-5 5" />
          </svg>
        </button>
      </div>
      <div class="question-rest">
        <label class="inline">
          <span class="at-most">at most</span>
          <select value={String(view.maxHops)} onChange={(event) => go({ maxHops: Number(event.currentTarget.value), picked: null })}>
            {[...new Set([1, 2, 3, 4, 6, 8, 12, 16, 32, view.maxHops])]
              .sort((a, b) => a - b)
              .map((hops) => (
                <option key={hops} value={String(hops)}>
                  {hops === 1 ? '1 hop' : `${hops} hops`}
                </option>
              ))}
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={view.unconditional}
            onChange={(event) => go({ unconditional: event.currentTarget.checked, picked: null })}
          />
          <span>unconditional</span>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={view.crossAccount}
            onChange={(event) => go({ crossAccount: event.currentTarget.checked, picked: null })}
          />
          <span>cross-account</span>
        </label>
        <button type="submit" class="button primary ask" disabled={from.value === null && to.value === null}>
          {/* As wide as the longest, whichever it shows: the boxes beside it must not move while somebody types. */}
          {actions.map((name) => (
            <span key={name} class={name === action ? '' : 'unsaid'}>
              {name}
            </span>
          ))}
        </button>
      </div>
    </form>
  );
}
