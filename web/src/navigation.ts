/** The current view, kept in the address, so that back, forward and links work. */
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { readView, startView, type View, writeView } from './view.ts';

export interface Navigation {
  readonly view: View;
  /** Goes to the view; whatever is not named stays as it is. `replace` leaves no trace in the history. */
  go(change: Partial<View>, options?: { replace?: boolean }): void;
  /** Like `go`, from an empty start: panels, picks and ends are cleared, filters stay. */
  open(change: Partial<View>): void;
  /** The address that `open` would go to, for links. */
  address(change: Partial<View>): string;
  /** Puts a text into the search box and shows what it finds. */
  suggest(text: string): void;
}

const NavigationContext = createContext<Navigation | null>(null);
export const NavigationProvider = NavigationContext.Provider;

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('useNavigation needs a NavigationProvider');
  return navigation;
}

/** Holds the navigation; used once, by the app. */
export function useAddress(): Omit<Navigation, 'suggest'> {
  const [view, setView] = useState<View>(() => readView(location.search, location.hash));

  useEffect(() => {
    const read = () => setView(readView(location.search, location.hash));
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);

  const show = useCallback((next: View, replace: boolean) => {
    const address = writeView(next);
    if (address === location.pathname + location.search + location.hash) return;
    if (replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    setView(next);
  }, []);

  const cleared: View = { ...startView, maxHops: view.maxHops, unconditional: view.unconditional, crossAccount: view.crossAccount };
  return {
    view,
    go: (change, options) => show({ ...view, ...change }, options?.replace === true),
    open: (change) => {
      show({ ...cleared, ...change }, false);
      scrollTo(0, 0);
    },
    address: (change) => writeView({ ...cleared, ...change }),
  };
}
