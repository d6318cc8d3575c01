/** IpAddress and NotIpAddress: "IP address condition operators". CIDR blocks, IPv4 and IPv6; without prefix one address. */
import { isIP } from 'node:net';
import type { ConditionOperator } from './operator.ts';

/** Addresses as numbers, so that blocks are ranges. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range of an address or CIDR block, or null if it is none. */
export function parseIpRange(text: string): IpRange | null {
  const [address = '', prefix, ...more] = text.trim().split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return null;
  const bits = version === 4 ? 32 : 128;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return null;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return null;
  const value = version === 4 ? parseIPv4(address) : parseIPv6(address);
  const size = 1n << BigInt(bits - length);
  const first = (value / size) * size;
  return { version: version === 4 ? 4 : 6, first, last: first + size - 1n };
}

const parseIPv4 = (address: string): bigint => address.split('.').reduce((sum, part) => sum * 256n + BigInt(Number(part)), 0n);

function parseIPv6(address: string): bigint {
  // A trailing dotted quad stands for two groups.
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const tail = dotted?.[2] ? parseIPv4(dotted[2]) : null;
  const text = dotted?.[1] && tail !== null ? `${dotted[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}` : address;
  const [left = '', right] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const head = groups(left);
  const rest = right === undefined ? [] : groups(right);
  const zeros = right === undefined ? [] : Array.from({ length: 8 - head.length - rest.length }, () => '0');
  return [...head, ...zeros, ...rest].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function matchesRange(actual: string, expected: string): boolean {
  const [address, block] = [parseIpRange(actual), parseIpRange(expected)];
  return (
    address !== null && block !== null && address.version === block.version && address.first >= block.first && address.last <= block.last
  );
}

/** Back to text, for values made up while reasoning about ranges. */
export function formatIp(version: 4 | 6, value: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16)).join(':');
}

export const ipAddressOperators: readonly ConditionOperator[] = [
  { name: 'IpAddress', family: 'ip', negated: false, variables: false, matches: matchesRange },
  { name: 'NotIpAddress', family: 'ip', negated: true, variables: false, matches: matchesRange },
];
