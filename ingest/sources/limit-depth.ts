/**
 * Cuts values that are nested deeper than any AWS data, so that whatever walks the JSON later may recurse.
 */

/** AWS's own data stays below 20 levels. */
const maxDepth = 100;

/**
 * Replaces every object and list below level 100 by null, in place.
 * @returns how many were replaced
 */
export function limitDepth(json: unknown): number {
  let level: object[] = isContainer(json) ? [json] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth === maxDepth) return level.reduce((count, container) => count + cutChildren(container), 0);
    const next: object[] = [];
    for (const container of level) {
      for (const child of Array.isArray(container) ? container : Object.values(container)) if (isContainer(child)) next.push(child);
    }
    level = next;
  }
  return 0;
}

function cutChildren(container: object): number {
  let count = 0;
  for (const [key, child] of Object.entries(container)) {
    if (!isContainer(child)) continue;
    // Not an assignment: the key may be `__proto__`.
    Object.defineProperty(container, key, { value: null, enumerable: true, writable: true, configurable: true });
    count += 1;
  }
  return count;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
