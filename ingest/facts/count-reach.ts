/**
 * For each principal: how many roles it can reach, in how many accounts, and by how many it is reached. Exact, along edges
 * alone. Sets of roles are rows of bits over a condensed graph, a block of roles at a time, so memory does not grow with the
 * square of the organization; roles lie in the order of their accounts, so that accounts are counted in the same pass.
 */
import { condense } from './condense.ts';
import type { Graph } from './strong-components.ts';

export interface ReachCounts {
  /** Roles other than itself. */
  readonly roles: Uint32Array;
  /** Accounts of these roles. */
  readonly accounts: Uint32Array;
  /** Principals other than itself. */
  readonly reachedBy: Uint32Array;
}

export interface CountInput extends Graph {
  /** Number of each principal's account. */
  readonly accountOf: Uint32Array;
  /** Most 32-bit words to combine before giving up. */
  readonly budget: number;
}

/** Words of 32 roles in one block. */
const blockWords = 32;
/** 2^planes exceeds any number of principals. */
const planes = 26;

/** Null if the budget does not suffice; then nothing is known. */
export function countReach(input: CountInput): ReachCounts | null {
  const { accountOf, targets } = input;
  const principals = input.offsets.length - 1;
  const condensed = condense(input);
  const { nodeOf, sizes, count } = condensed;
  const assumed = new Uint8Array(principals);
  for (const target of targets) assumed[target] = 1;
  const roles = Uint32Array.from([...assumed.keys()].filter((principal) => assumed[principal] === 1)).sort(
    (left, right) => (accountOf[left] as number) - (accountOf[right] as number) || left - right,
  );
  const rows = { roles: new Uint32Array(count), accounts: new Uint32Array(count) };
  const reachedBy = new Uint32Array(principals);
  const bits = new Uint32Array(count * blockWords);
  const filled = new Uint8Array(count);
  const lastAccount = new Int32Array(count).fill(-1);
  const rolesOf = groupByAccount(roles, accountOf);
  const inOwnAccount = new Uint32Array(principals);
  let left = input.budget;

  for (let first = 0; first < roles.length; first += blockWords * 32) {
    const block = roles.subarray(first, first + blockWords * 32);
    bits.fill(0);
    filled.fill(0);
    for (const [place, role] of block.entries()) {
      const node = nodeOf[role] as number;
      const word = node * blockWords + (place >>> 5);
      bits[word] = (bits[word] as number) | (1 << (place & 31));
      filled[node] = 1;
    }
    left -= spread(condensed, bits, filled) + count;
    if (left < 0) return null;
    const masks = maskAccounts(block, accountOf);
    countRows(bits, filled, masks, rows, lastAccount);
    countOwnAccounts(bits, masks, rolesOf, nodeOf, inOwnAccount);
    for (const [place, total] of countColumns(bits, filled, sizes).entries()) {
      const role = block[place];
      if (role !== undefined) reachedBy[role] = total - 1;
    }
  }
  // A row holds the role that it belongs to as well; nobody counts as reaching itself.
  const itself = (principal: number): number => (assumed[principal] === 1 ? 1 : 0);
  const own = (principal: number): number => (inOwnAccount[principal] === 1 ? 1 : 0);
  return {
    roles: nodeOf.map((node, principal) => (rows.roles[node] as number) - itself(principal)),
    accounts: nodeOf.map((node, principal) => (rows.accounts[node] as number) - own(principal)),
    reachedBy,
  };
}

/** Adds to each node's row those of its successors, which come before it. Returns the words combined. */
function spread({ offsets, targets, count }: Graph & { readonly count: number }, bits: Uint32Array, filled: Uint8Array): number {
  let work = 0;
  for (let node = 0; node < count; node += 1) {
    const row = node * blockWords;
    const end = offsets[node + 1] as number;
    for (let edge = offsets[node] as number; edge < end; edge += 1) {
      const other = targets[edge] as number;
      if (filled[other] === 0) continue;
      filled[node] = 1;
      const from = other * blockWords;
      for (let word = 0; word < blockWords; word += 1) bits[row + word] = (bits[row + word] as number) | (bits[from + word] as number);
      work += blockWords;
    }
    work += end - (offsets[node] as number);
  }
  return work;
}

interface AccountMask {
  readonly account: number;
  readonly word: number;
  readonly mask: number;
}

/** Which bits of which words belong to which account; in the order of the bits. */
function maskAccounts(block: Uint32Array, accountOf: Uint32Array): AccountMask[] {
  const masks: { account: number; word: number; mask: number }[] = [];
  for (const [place, role] of block.entries()) {
    const account = accountOf[role] as number;
    const word = place >>> 5;
    const last = masks.at(-1);
    if (last?.account === account && last.word === word) last.mask |= 1 << (place & 31);
    else masks.push({ account, word, mask: 1 << (place & 31) });
  }
  return masks;
}

/** @param lastAccount per node the account that was counted last: one account's roles may span blocks */
function countRows(
  bits: Uint32Array,
  filled: Uint8Array,
  masks: readonly AccountMask[],
  rows: { readonly roles: Uint32Array; readonly accounts: Uint32Array },
  lastAccount: Int32Array,
): void {
  for (let node = 0; node < filled.length; node += 1) {
    if (filled[node] === 0) continue;
    const row = node * blockWords;
    let roles = 0;
    for (let word = 0; word < blockWords; word += 1) roles += popcount(bits[row + word] as number);
    rows.roles[node] = (rows.roles[node] as number) + roles;
    for (const { account, word, mask } of masks) {
      if (((bits[row + word] as number) & mask) === 0 || lastAccount[node] === account) continue;
      lastAccount[node] = account;
      rows.accounts[node] = (rows.accounts[node] as number) + 1;
    }
  }
}

function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/**
 * How many principals have each bit. Counters of all 32 bits of a word are kept in planes, one binary digit each, so that
 * a word is added in about two steps whatever bits it has.
 */
function countColumns(bits: Uint32Array, filled: Uint8Array, sizes: Uint32Array): Uint32Array {
  const digits = new Uint32Array(blockWords * planes);
  for (let node = 0; node < filled.length; node += 1) {
    if (filled[node] === 0) continue;
    const row = node * blockWords;
    for (let size = sizes[node] as number, plane = 0; size !== 0; size >>>= 1, plane += 1) {
      if ((size & 1) === 0) continue;
      for (let word = 0; word < blockWords; word += 1) {
        let carry = bits[row + word] as number;
        for (let at = word * planes + plane; carry !== 0; at += 1) {
          const digit = digits[at] as number;
          digits[at] = digit ^ carry;
          carry &= digit;
        }
      }
    }
  }
  const totals = new Uint32Array(blockWords * 32);
  for (let place = 0; place < totals.length; place += 1) {
    const base = (place >>> 5) * planes;
    let total = 0;
    for (let plane = planes - 1; plane >= 0; plane -= 1) total = total * 2 + (((digits[base + plane] as number) >>> (place & 31)) & 1);
    totals[place] = total;
  }
  return totals;
}

/** Adds, for each role, how many roles of its own account are in its row: itself and those that it reaches. */
function countOwnAccounts(
  bits: Uint32Array,
  masks: readonly AccountMask[],
  rolesOf: RolesByAccount,
  nodeOf: Uint32Array,
  own: Uint32Array,
): void {
  for (const { account, word, mask } of masks) {
    for (const role of rolesOf.get(account) ?? []) {
      const found = (bits[(nodeOf[role] as number) * blockWords + word] as number) & mask;
      if (found !== 0) own[role] = (own[role] as number) + popcount(found);
    }
  }
}

type RolesByAccount = ReadonlyMap<number, readonly number[]>;

function groupByAccount(roles: Uint32Array, accountOf: Uint32Array): RolesByAccount {
  const groups = new Map<number, number[]>();
  for (const role of roles) {
    const account = accountOf[role] as number;
    const group = groups.get(account);
    if (group) group.push(role);
    else groups.set(account, [role]);
  }
  return groups;
}
