/** How long a value will be as JSON, about, without making it: a row can be larger than memory allows to write out. */
export function estimateSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + estimateSize(element) + 1, 2);
  if (typeof value !== 'object' || value === null || value instanceof Date) return 8;
  let sum = 2;
  for (const [name, field] of Object.entries(value)) sum += name.length + 4 + estimateSize(field);
  return sum;
}
