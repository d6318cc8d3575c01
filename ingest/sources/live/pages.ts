/** Asks for page after page until AWS says that there are no more. */

interface Paged<Item> {
  readonly items: readonly Item[] | undefined;
  /** What the next call must hand back; nothing if this was the last page. */
  readonly next: string | undefined;
}

/** All items of all pages. A page without items may be followed by others. */
export async function allPages<Item>(ask: (token: string | undefined) => Promise<Paged<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await ask(token);
    found.push(...(items ?? []));
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return found;
}

/** A paging token as a call takes it: absent on the first page. */
export const withToken = <Name extends string>(name: Name, token: string | undefined): { [K in Name]?: string } =>
  (token === undefined ? {} : { [name]: token }) as { [K in Name]?: string };
