/** Sizes for people. */

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `999 B`, `1.5 kB`, `23 MB`; a kB is 1000 bytes. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let amount = bytes / 1000;
  let place = 0;
  for (; amount >= 999.5 && place < units.length - 1; place += 1) amount /= 1000;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount).toLocaleString('en-US')} ${units[place]}`;
}
