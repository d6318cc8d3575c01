/** A menu at a place: the menu pattern of WAI-ARIA, with arrow keys, Home, End, letters and Escape. */
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface MenuItem {
  readonly label: string;
  /** Undefined: cannot be chosen now. */
  readonly act: (() => void) | undefined;
  /** Begins a new group. */
  readonly separated?: boolean;
  /** For what is on or off. */
  readonly checked?: boolean;
}

const choosable = '[role^=menuitem]:not([aria-disabled=true])';

/** What lies outside the frame is cut off: a menu that is longer than what is below its place begins higher up, and scrolls at the worst. */
function keepWithin(list: HTMLElement): void {
  const [frame, gap] = [list.offsetParent?.clientHeight ?? 0, 4];
  list.style.maxHeight = `${Math.min(frame - 2 * gap, Number.parseFloat(getComputedStyle(list).maxHeight))}px`;
  list.style.top = `${Math.max(gap, Math.min(list.offsetTop, frame - list.offsetHeight - gap))}px`;
}

/** Below a button at the left of a narrow window it would begin to the left of the window. */
function keepInWindow(list: HTMLElement): void {
  const over = 8 - list.getBoundingClientRect().left;
  if (over > 0) list.style.right = `${Number.parseFloat(getComputedStyle(list).right) - over}px`;
}

export function Menu({
  label,
  items,
  at,
  onClose,
}: {
  label: string;
  items: readonly MenuItem[];
  /** CSS pixels from the top left of the positioned ancestor; null: where the style sheet puts it. */
  at: { x: number; y: number } | null;
  onClose: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef<Element | null>(null);
  // Before the next key can be pressed: it is the menu's.
  useLayoutEffect(() => {
    before.current = document.activeElement;
    if (list.current !== null) (at === null ? keepInWindow : keepWithin)(list.current);
    list.current?.querySelector<HTMLElement>(choosable)?.focus({ preventScroll: true });
    const away = (event: Event) => {
      if (!list.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', away, true);
    return () => removeEventListener('pointerdown', away, true);
  }, []);
  const leave = (): void => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>(choosable) ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const focus = (index: number): void => all[(index + all.length) % all.length]?.focus();
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(now + 1),
      ArrowUp: () => focus(now - 1),
      Home: () => focus(0),
      End: () => focus(all.length - 1),
      Escape: leave,
      Tab: leave,
    };
    const act = keys[event.key];
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (event.key.length === 1 && event.key !== ' ') {
      event.stopPropagation();
      const letter = event.key.toLowerCase();
      [...all.slice(now + 1), ...all.slice(0, now + 1)].find((item) => item.textContent?.toLowerCase().startsWith(letter))?.focus();
    }
  };
  return (
    <ul
      ref={list}
      class="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      style={at === null ? {} : { left: `${at.x}px`, top: `${at.y}px` }}
    >
      {items.map((item, index) => (
        <li key={index} role="none" class={item.separated ? 'separated' : ''}>
          <button
            type="button"
            {...(item.checked === undefined
              ? { role: 'menuitem' as const }
              : { role: 'menuitemcheckbox' as const, 'aria-checked': item.checked })}
            tabIndex={-1}
            aria-disabled={item.act === undefined}
            onClick={() => {
              if (item.act === undefined) return;
              leave();
              item.act();
            }}
          >
            {item.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A button that opens a menu below itself. */
export function MenuButton({
  label,
  children,
  items,
  open,
  onOpen,
  class: className = 'button',
}: {
  label: string;
  children: preact.ComponentChildren;
  items: readonly MenuItem[];
  open: boolean;
  onOpen: (open: boolean) => void;
  class?: string;
}) {
  return (
    <span class="menu-anchor">
      <button
        type="button"
        class={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => onOpen(!open)}
      >
        {children}
      </button>
      {open && <Menu label={label} items={items} at={null} onClose={() => onOpen(false)} />}
    </span>
  );
}
