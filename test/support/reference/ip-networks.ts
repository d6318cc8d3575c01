/** Addresses and networks, IPv4 and IPv6, as strings of bits. */

/** `network` is `address/length`; without a length it is that one address. What is not an address is in no network. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', length] = network.split('/');
  const wanted = readBits(base);
  const given = readBits(address);
  if (wanted === null || given === null || wanted.length !== given.length) return false;
  const size = length === undefined ? wanted.length : Number(length);
  if (!Number.isInteger(size) || size < 0 || size > wanted.length) return false;
  return given.slice(0, size) === wanted.slice(0, size);
}

/** 32 or 128 zeros and ones; null for what is not an address. */
export function readBits(address: string): string | null {
  return address.includes(':') ? readV6(address) : readV4(address);
}

function readV4(address: string): string | null {
  const numbers = address.split('.').map((part) => (part === '' ? Number.NaN : Number(part)));
  if (numbers.length !== 4 || numbers.some((n) => !Number.isInteger(n) || n < 0 || n > 255)) return null;
  return numbers.map((n) => n.toString(2).padStart(8, '0')).join('');
}

function readV6(address: string): string | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const groupsOf = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const head = groupsOf(halves[0]);
  const tail = groupsOf(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const numbers = [...head, ...Array<string>(missing).fill('0'), ...tail].map((group) => Number.parseInt(group, 16));
  if (numbers.some((n) => !Number.isInteger(n) || n < 0 || n > 0xffff)) return null;
  return numbers.map((n) => n.toString(2).padStart(16, '0')).join('');
}
