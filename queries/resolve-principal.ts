/** From what a person types to the one principal it names, or to a clear refusal with candidates. */
import type { Names } from './names.ts';
import { findNearMisses } from './near-misses.ts';
import { QueryError } from './questions.ts';
import { splitKind } from './search-terms.ts';

const mostCandidates = 20;

/**
 * Tried in this order, the first that fits anything decides: the exact ARN; the exact name; `account/name` with the
 * account's name, alias or id; the end of the ARN from a colon or slash on, as tables show it (`111122223333:role/ci`); any
 * part of the ARN or name. All but the first ignore case. `role:text` narrows by kind.
 * @returns the number of the principal
 * @throws QueryError `unknown-principal` with names that look alike, `ambiguous-principal` with up to 20 candidates
 */
export function resolvePrincipal(names: Names, text: string): number {
  const any = (): boolean => true;
  refuseEmpty(text, 'principal');
  return pickOnly(names, text, findFitting(names, text, any), any, 'principal');
}

/**
 * As resolvePrincipal, but among roles: other principals that fit do not make a role's name ambiguous. A root user, in which sessions
 * can be opened as well, is named by its ARN.
 * @throws QueryError also `not-a-role` if only other principals fit
 */
export function resolveRole(names: Names, text: string): number {
  const isRole = (principal: number): boolean => names.kind(principal) === 'role';
  refuseEmpty(text, 'role');
  const exact = names.find(text);
  if (exact !== null && isRootArn(text)) return exact;
  const roles = exact === null || isRole(exact) ? findFitting(names, text, isRole) : [];
  const others = roles.length > 0 ? [] : findFitting(names, text, () => true);
  if (others.length > 0) {
    const candidates = describeCandidates(names, others);
    const what =
      candidates.length === 1
        ? `${candidates[0]?.arn === text ? 'it' : candidates[0]?.arn} is of kind ${candidates[0]?.kind}`
        : 'none of the principals that it fits is one';
    throw new QueryError(
      'not-a-role',
      `${JSON.stringify(text)} names no role: ${what}. Name a role by its ARN or a part of it.`,
      candidates,
    );
  }
  return pickOnly(names, text, roles, isRole, 'role');
}

/** Whether or not the account was collected. */
export const isRootArn = (arn: string): boolean => /^arn:[^:]*:iam::\d{12}:root$/.test(arn);

function refuseEmpty(text: string, noun: string): void {
  if (text.trim() === '')
    throw new QueryError('invalid-argument', `The name of a ${noun} is empty. Give an ARN or any part of it that names just one.`);
}

function pickOnly(names: Names, text: string, fits: readonly number[], admits: (principal: number) => boolean, noun: string): number {
  const [only] = fits;
  if (only !== undefined && fits.length === 1) return only;
  if (fits.length > 1) {
    throw new QueryError(
      'ambiguous-principal',
      `${JSON.stringify(text)} fits ${fits.length} ${noun}s. Give more of the ARN, account/name, or a kind as in role:name.`,
      describeCandidates(names, fits),
    );
  }
  const near = findNearMisses(names, text, admits);
  const hint = near.length > 0 ? 'There are names like it.' : 'Give an ARN or any part of it.';
  throw new QueryError('unknown-principal', `No ${noun} of this snapshot fits ${JSON.stringify(text)}. ${hint}`, near.map(names.describe));
}

const describeCandidates = (names: Names, fits: readonly number[]) =>
  [...fits]
    .sort((left, right) => (names.rank[left] ?? 0) - (names.rank[right] ?? 0))
    .slice(0, mostCandidates)
    .map(names.describe);

/** What the first rule that fits anything gives. */
function findFitting(names: Names, text: string, admits: (principal: number) => boolean): number[] {
  const exact = names.find(text);
  if (exact !== null && admits(exact)) return [exact];
  const { kind, rest } = splitKind(text.trim());
  const wanted = rest.toLowerCase();
  const slash = wanted.lastIndexOf('/');
  const tiers: [byName: number[], byAccount: number[], byEnd: number[], byPart: number[]] = [[], [], [], []];
  for (let principal = 0; principal < names.count; principal += 1) {
    if ((kind !== null && names.kind(principal) !== kind) || !admits(principal)) continue;
    const { name, arn, accountId } = names.describe(principal);
    const lowerName = name.toLowerCase();
    if (arn === rest) return [principal];
    if (lowerName === wanted) tiers[0].push(principal);
    const account = names.account(principal);
    const accountNames = [accountId ?? '', account?.name.toLowerCase() ?? '', account?.alias.toLowerCase() ?? ''];
    if (slash > 0 && lowerName === wanted.slice(slash + 1) && accountNames.includes(wanted.slice(0, slash))) tiers[1].push(principal);
    const lowerArn = arn.toLowerCase();
    if (lowerArn.endsWith(`:${wanted}`) || lowerArn.endsWith(`/${wanted}`)) tiers[2].push(principal);
    if (lowerArn.includes(wanted) || lowerName.includes(wanted)) tiers[3].push(principal);
  }
  return tiers.find((tier) => tier.length > 0) ?? [];
}
