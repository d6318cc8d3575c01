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
  if (!reaches(json, maxDepth)) return 0;
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

/** Is there a value below this many levels of objects and lists? Nearly always not, so nothing is made to find out. */
function reaches(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => reaches(item, levels - 1));
  for (const key in value) if (reaches((value as Record<string, unknown>)[key], levels - 1)) return true;
  return false;
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
