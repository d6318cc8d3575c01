/** Names of other tools as ids and categories of ours: lower-case words joined by hyphens. */
import { createHash } from 'node:crypto';

const longest = 60;

/** What has no letter of the Latin alphabet goes by a hash of itself. */
export function toWords(name: string, fallback: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return words === '' ? `${fallback}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}` : words;
}
