/** In which organizational units the accounts lie, for every view that narrows by them. Empty until the summary is there. */
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { SummaryAnswer } from '../../queries/answers.ts';
import type { Asked } from './use-answer.ts';

/** Paths of the units around an account, from the outermost below the root to its own; none for accounts outside. */
export type UnitsOf = (accountId: string | null) => readonly string[];

const UnitsContext = createContext<UnitsOf>(() => []);
export const UnitsProvider = UnitsContext.Provider;
export const useUnits = (): UnitsOf => useContext(UnitsContext);

const between = ' / ';

/** Made once for each summary; used by the app. */
export function useUnitsOf(summary: Asked<SummaryAnswer>): UnitsOf {
  const accounts = summary.status === 'ready' ? summary.answer.accounts : null;
  return useMemo(() => {
    const paths = new Map((accounts ?? []).map(({ id, unitPath }) => [id, unitsOnPath(unitPath)]));
    return (accountId) => (accountId === null ? [] : (paths.get(accountId) ?? []));
  }, [accounts]);
}

/** `Root / A / B` lies in `Root / A` and in `Root / A / B`. */
export function unitsOnPath(path: string): readonly string[] {
  const parts = path.split(between);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join(between));
}

/** A path as people say it: without the root. */
export const unitText = (path: string): string => path.split(between).slice(1).join(between) || path;
