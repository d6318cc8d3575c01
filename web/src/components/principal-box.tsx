/** A text box that suggests principals while one types: the combobox pattern of WAI-ARIA, with arrow keys, Enter and Escape. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { PrincipalAnswerRef, SearchAnswer } from '../../../queries/answers.ts';
import { plural, principalFromArn } from '../names.ts';
import { useShelf } from '../shelf.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { PrincipalLabel } from './name.tsx';

interface PrincipalBoxProps {
  readonly id: string;
  readonly label: string;
  /** False hides the label from the eye, not from screen readers. */
  readonly showLabel: boolean;
  readonly placeholder: string;
  readonly text: string;
  /** Narrows the suggestions to one kind, as `role:` does when it is typed. */
  readonly kind?: string;
  /** Typed, but nothing picked. */
  readonly onType: (text: string) => void;
  readonly onPick: (principal: PrincipalAnswerRef) => void;
  /** Enter without a suggestion picked. */
  readonly onEnter: () => void;
  readonly title?: string;
  /** What the Enter key of a phone's keyboard says. */
  readonly enterKeyHint?: 'next' | 'search';
}

const typingPause = 120;

export function PrincipalBox(props: PrincipalBoxProps) {
  const { id, label, showLabel, placeholder, text, kind, onType, onPick, onEnter, title, enterKeyHint = 'search' } = props;
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  const wanted = usePause(text.trim(), typingPause);
  const narrowed = kind !== undefined && !/^[a-z-]+:/.test(wanted) ? `${kind}:${wanted}` : wanted;
  const asked = useAnswer<SearchAnswer>(open && wanted !== '' ? 'search' : null, { q: narrowed, limit: 12 });
  const found = asked.status === 'ready' ? asked.answer.hits : [];
  const shelf = useShelf();
  // Before anything is typed: what was pinned, what was looked at lately.
  const shelved: readonly PrincipalAnswerRef[] =
    open && text.trim() === ''
      ? [...new Set([...shelf.pinned, ...shelf.recent])]
          .map(principalFromArn)
          .filter((principal) => kind === undefined || principal.kind === kind)
      : [];
  const hits = shelved.length > 0 ? shelved.slice(0, 12) : found;
  const showList = open && (shelved.length > 0 || (wanted !== '' && asked.status !== 'idle'));

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  /** Where fingers type, half of the answer would lie below the keyboard. */
  const putKeyboardAway = (): void => {
    if (matchMedia('(pointer: coarse)').matches) input.current?.blur();
  };

  const pick = (principal: PrincipalAnswerRef) => {
    setOpen(false);
    setActive(-1);
    putKeyboardAway();
    onPick(principal);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (hits.length > 0) setActive((index) => (index < 0 && step < 0 ? hits.length - 1 : (index + step + hits.length) % hits.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const hit = open ? hits[active] : undefined;
      if (hit !== undefined) pick(hit);
      else {
        setOpen(false);
        putKeyboardAway();
        onEnter();
      }
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
      setActive(-1);
    }
  };

  return (
    <div class="principal-box">
      <label for={id} class={showLabel ? '' : 'visually-hidden'}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        dir="ltr"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint={enterKeyHint}
        placeholder={placeholder}
        title={title}
        value={text}
        aria-expanded={showList}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={showList && active >= 0 ? `${listId}-${active}` : undefined}
        onInput={(event) => {
          setOpen(true);
          setActive(-1);
          onType(event.currentTarget.value);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setOpen(text.trim() === '' && shelf.pinned.length + shelf.recent.length > 0)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div class="suggestions" hidden={!showList}>
        <ul id={listId} role="listbox" aria-label={`${label}: suggestions`} ref={list}>
          {hits.map((hit, index) => (
            <li
              key={hit.arn}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(hit)}
              title={visibleText(hit.arn)}
            >
              <PrincipalLabel principal={hit} spellKind />
            </li>
          ))}
        </ul>
        <p class="suggestions-note" role="status">
          {shelved.length > 0 && 'Pinned and recent. Type to search; “user:”, “role:”, “service:” narrow by kind.'}
          {asked.status === 'loading' && 'Searching…'}
          {asked.status === 'failed' && asked.error.title}
          {asked.status === 'ready' && hits.length === 0 && `Nothing is called “${visibleText(wanted)}”.`}
          {asked.status === 'ready' &&
            asked.answer.total > hits.length &&
            `${plural(hits.length, 'match', 'matches')} of ${asked.answer.total.toLocaleString('en')}; type on to narrow.`}
        </p>
      </div>
    </div>
  );
}

/** The value after it has been still for a while. */
function usePause(value: string, milliseconds: number): string {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return still;
}
