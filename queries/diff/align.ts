/** Puts the principals of two snapshots side by side: one number for each ARN that either of them has, in ARN order. */
import type { SnapshotView } from '../snapshot-view.ts';

/** `-1` stands for: not in this snapshot. */
export interface Alignment {
  /** How many principals there are in either. */
  readonly count: number;
  readonly before: SideNumbers;
  readonly after: SideNumbers;
  /** 1 for those that are worth guarding in either snapshot. */
  readonly highValue: Uint8Array;
}

export interface SideNumbers {
  /** By common number: the snapshot's own number. */
  readonly own: Int32Array;
  /** By own number: the common number. */
  readonly common: Uint32Array;
}

export function alignPrincipals(before: SnapshotView, after: SnapshotView): Alignment {
  const most = before.names.count + after.names.count;
  const ownBefore = new Int32Array(most).fill(-1);
  const ownAfter = new Int32Array(most).fill(-1);
  const commonBefore = new Uint32Array(before.names.count);
  const commonAfter = new Uint32Array(after.names.count);
  const [left, right] = [before.names.byRank, after.names.byRank];
  let count = 0;
  for (let i = 0, j = 0; i < left.length || j < right.length; count += 1) {
    const [a, b] = [left[i], right[j]];
    const [nameA, nameB] = [a === undefined ? null : before.names.arn(a), b === undefined ? null : after.names.arn(b)];
    if (a !== undefined && nameA !== null && (nameB === null || nameA <= nameB)) {
      ownBefore[count] = a;
      commonBefore[a] = count;
      i += 1;
    }
    if (b !== undefined && nameB !== null && (nameA === null || nameB <= nameA)) {
      ownAfter[count] = b;
      commonAfter[b] = count;
      j += 1;
    }
  }
  const highValue = new Uint8Array(count);
  for (const [{ adjacency }, common] of [
    [before, commonBefore],
    [after, commonAfter],
  ] as const)
    for (const [own, principal] of adjacency.principals.entries()) if (principal.highValue) highValue[common[own] ?? 0] = 1;
  return {
    count,
    before: { own: ownBefore.subarray(0, count), common: commonBefore },
    after: { own: ownAfter.subarray(0, count), common: commonAfter },
    highValue,
  };
}
