/** What a person looked at lately and what they pinned, kept by the browser for this page only. */
import { createContext } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';

export interface Shelf {
  readonly pinned: readonly string[];
  /** Newest first. */
  readonly recent: readonly string[];
  pin(arn: string): void;
  unpin(arn: string): void;
  visit(arn: string): void;
}

const mostRecent = 12;
const mostPinned = 40;
const keys = { pinned: 'rolepath-pinned', recent: 'rolepath-recent' } as const;

function read(key: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    return [];
  }
}

const ShelfContext = createContext<Shelf>({ pinned: [], recent: [], pin: () => {}, unpin: () => {}, visit: () => {} });
export const ShelfProvider = ShelfContext.Provider;
export const useShelf = (): Shelf => useContext(ShelfContext);

/** Holds the shelf; used once, by the app. */
export function useShelfState(): Shelf {
  const [pinned, setPinned] = useState(() => read(keys.pinned));
  const [recent, setRecent] = useState(() => read(keys.recent));
  return useMemo(() => {
    const keep = (key: string, set: (list: readonly string[]) => void, list: readonly string[]): void => {
      set(list);
      localStorage.setItem(key, JSON.stringify(list));
    };
    const withFirst = (list: readonly string[], arn: string): readonly string[] => [arn, ...list.filter((item) => item !== arn)];
    return {
      pinned,
      recent,
      pin: (arn) => keep(keys.pinned, setPinned, withFirst(pinned, arn).slice(0, mostPinned)),
      unpin: (arn) =>
        keep(
          keys.pinned,
          setPinned,
          pinned.filter((item) => item !== arn),
        ),
      visit: (arn) => {
        if (recent[0] !== arn) keep(keys.recent, setRecent, withFirst(recent, arn).slice(0, mostRecent));
      },
    };
  }, [pinned, recent]);
}
