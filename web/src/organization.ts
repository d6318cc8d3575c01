/** What the summary says for every view: in which organizational units accounts lie, their names, of what the snapshot was made. Empty until it is there. */
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { PrincipalAnswerRef, SummaryAnswer } from '../../queries/answers.ts';
import type { Origin } from './files/about.ts';
import type { Asked } from './use-answer.ts';

/** Paths of the units around an account, from the outermost below the root to its own; none for accounts outside. */
export type UnitsOf = (accountId: string | null) => readonly string[];

export interface Organization {
  readonly unitsOf: UnitsOf;
  /** Null where the account is unknown. */
  readonly nameOf: (accountId: string | null) => string | null;
  readonly origin: Origin | null;
}

const OrganizationContext = createContext<Organization>({ unitsOf: () => [], nameOf: () => null, origin: null });
export const OrganizationProvider = OrganizationContext.Provider;
export const useOrganization = (): Organization => useContext(OrganizationContext);
export const useUnits = (): UnitsOf => useOrganization().unitsOf;

const between = ' / ';

/** Made once for each summary; used by the app. */
export function useOrganizationOf(summary: Asked<SummaryAnswer>): Organization {
  const origin = summary.status === 'ready' ? summary.answer : null;
  const accounts = origin?.accounts ?? null;
  return useMemo(() => {
    const paths = new Map((accounts ?? []).map(({ id, unitPath }) => [id, unitsOnPath(unitPath)]));
    const names = new Map((accounts ?? []).map(({ id, name }) => [id, name]));
    return {
      unitsOf: (accountId) => (accountId === null ? [] : (paths.get(accountId) ?? [])),
      nameOf: (accountId) => (accountId === null ? null : (names.get(accountId) ?? null)),
      origin,
    };
  }, [origin]);
}

/** `Root / A / B` lies in `Root / A` and in `Root / A / B`. */
export function unitsOnPath(path: string): readonly string[] {
  const parts = path.split(between);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join(between));
}

/** A path as people say it: without the root. */
export const unitText = (path: string): string => path.split(between).slice(1).join(between) || path;

/** For principals that an answer names without their account's name. */
export const withAccountName = (principal: PrincipalAnswerRef, nameOf: Organization['nameOf']): PrincipalAnswerRef => ({
  ...principal,
  accountName: principal.accountName ?? nameOf(principal.accountId),
});
