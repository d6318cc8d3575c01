/** Principals by number, by ARN and in ARN order, with the names people know them by. */
import type { Adjacency, AdjacencyAccount } from '../graph/adjacency.ts';
import type { PrincipalAnswerRef } from './answers.ts';

export interface Names {
  readonly count: number;
  /** Place of each principal when all are sorted by ARN (by UTF-16 code unit). */
  readonly rank: Uint32Array;
  /** The principals in ARN order. */
  readonly byRank: Uint32Array;
  /** The number of the principal with exactly this ARN, or null. */
  find(arn: string): number | null;
  arn(principal: number): string;
  kind(principal: number): string;
  /** Null for principals of no account and of accounts that no snapshot row describes. */
  account(principal: number): AdjacencyAccount | null;
  describe(principal: number): PrincipalAnswerRef;
}

/** Sorting waits for the first use; everything else is looked up in the adjacency each time. */
export function createNames(adjacency: Adjacency): Names {
  const { principals } = adjacency;
  const accounts = new Map(adjacency.accounts.map((account) => [account.id, account]));
  let order: { rank: Uint32Array; byRank: Uint32Array } | undefined;

  const sorted = () => {
    order ??= sortByArn(adjacency);
    return order;
  };
  const at = (principal: number) => {
    const found = principals[principal];
    if (!found) throw new RangeError(`There is no principal number ${principal}.`);
    return found;
  };
  return {
    count: principals.length,
    get rank() {
      return sorted().rank;
    },
    get byRank() {
      return sorted().byRank;
    },
    find(arn) {
      const { byRank } = sorted();
      let low = 0;
      let high = byRank.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (at(byRank[middle] ?? 0).arn < arn) low = middle + 1;
        else high = middle;
      }
      const candidate = byRank[low];
      return candidate !== undefined && at(candidate).arn === arn ? candidate : null;
    },
    arn: (principal) => at(principal).arn,
    kind: (principal) => at(principal).kind,
    account: (principal) => accounts.get(at(principal).accountId) ?? null,
    describe(principal) {
      const { arn, kind, name, accountId, collected } = at(principal);
      const accountName = accounts.get(accountId)?.name ?? null;
      return { arn, kind, name, accountId: accountId === '' ? null : accountId, accountName, collected };
    },
  };
}

/** Snapshots are usually written in ARN order; then there is nothing to sort. */
function sortByArn({ principals }: Adjacency): { rank: Uint32Array; byRank: Uint32Array } {
  const byRank = Uint32Array.from(principals, (_, number) => number);
  const arns = Array.from(principals, (principal) => principal.arn);
  if (arns.some((arn, number) => number > 0 && arn < (arns[number - 1] ?? ''))) {
    byRank.sort((left, right) => compareText(arns[left] ?? '', arns[right] ?? ''));
  }
  const rank = new Uint32Array(byRank.length);
  for (const [place, number] of byRank.entries()) rank[number] = place;
  return { rank, byRank };
}

/** By UTF-16 code unit: the same on every machine, whatever its language. */
export const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** `Root/Workloads/Prod` of the graph as `Root / Workloads / Prod`. */
export const showUnitPath = (unitPath: string): string => unitPath.split('/').join(' / ');
