/**
 * What is on the screen, as the URL says it. From and to decide the view: neither is the start, one is reach, both are
 * chains; `node` and `hop` open the panel beside it; `page` names the views that are no question of from and to.
 * What can grow long (edits of the picture, Cypher text) stands behind the #, which never goes to the server.
 */
export interface Hop {
  readonly from: string;
  readonly to: string;
}

export const pages = ['map', 'between', 'queries', 'cypher', 'changes'] as const;
export type Page = (typeof pages)[number];

/** What a person did to the picture. Everything is by ARN or account id, so that it survives another layout. */
export interface Edits {
  /** Principals whose surroundings were added, in that order. */
  readonly expanded: readonly string[];
  readonly hidden: readonly string[];
  /** Accounts that are drawn as one count; `outside` for what belongs to none. */
  readonly folded: readonly string[];
}

/** Order and filter of the view's main table; `sort` is a column id, with a leading `-` downwards. */
export interface TableState {
  readonly sort: string | null;
  readonly filter: string;
}

export interface View {
  readonly page: Page | null;
  readonly from: string | null;
  readonly to: string | null;
  /** ARN whose details are open. Without page, from and to its surroundings are the view. */
  readonly node: string | null;
  /** The pair whose reason is open. */
  readonly hop: Hop | null;
  /** Which chain or row is picked, 0-based. */
  readonly picked: number | null;
  readonly maxHops: number;
  readonly unconditional: boolean;
  readonly crossAccount: boolean;
  /** Narrowing what an answer holds: see facets.ts. A leading `-` excludes. */
  readonly needs: readonly string[];
  readonly kinds: readonly string[];
  readonly places: readonly string[];
  readonly units: readonly string[];
  readonly edits: Edits;
  /** The map: what its groups are, and which of them are open. */
  readonly grouping: 'account' | 'unit';
  readonly opened: readonly string[];
  /** Id of the saved query that is open, with its parameters. */
  readonly query: string | null;
  readonly given: Readonly<Record<string, string>>;
  /** Cypher in the editor. */
  readonly text: string | null;
  /** The older snapshot that is compared with the newer. */
  readonly older: string | null;
  readonly newer: string | null;
  readonly table: TableState;
}

export const defaultMaxHops = 8;
export const noEdits: Edits = { expanded: [], hidden: [], folded: [] };

export const startView: View = {
  page: null,
  from: null,
  to: null,
  node: null,
  hop: null,
  picked: null,
  maxHops: defaultMaxHops,
  unconditional: false,
  crossAccount: false,
  needs: [],
  kinds: [],
  places: [],
  units: [],
  edits: noEdits,
  grouping: 'account',
  opened: [],
  query: null,
  given: {},
  text: null,
  older: null,
  newer: null,
  table: { sort: null, filter: '' },
};

/** Reads query string and fragment of the address; what makes no sense there counts as absent. */
export function readView(search: string, hash = ''): View {
  const parameters = new URLSearchParams(search);
  const long = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string): string | null => parameters.get(name)?.trim() || null;
  const count = (name: string): number | null => {
    const value = text(name);
    return value !== null && /^\d{1,4}$/.test(value) ? Number(value) : null;
  };
  const page = text('page');
  const hopFrom = text('hopFrom');
  const hopTo = text('hopTo');
  const maxHops = count('maxHops') ?? defaultMaxHops;
  return {
    page: pages.find((known) => known === page) ?? null,
    from: text('from'),
    to: text('to'),
    node: text('node'),
    hop: hopFrom !== null && hopTo !== null ? { from: hopFrom, to: hopTo } : null,
    picked: count('picked'),
    maxHops: maxHops >= 1 && maxHops <= 32 ? maxHops : defaultMaxHops,
    unconditional: parameters.get('unconditional') === 'true',
    crossAccount: parameters.get('crossAccount') === 'true',
    needs: parameters.getAll('needs'),
    kinds: parameters.getAll('kind'),
    places: parameters.getAll('in'),
    units: parameters.getAll('unit'),
    edits: { expanded: long.getAll('expand'), hidden: long.getAll('hide'), folded: long.getAll('fold') },
    grouping: parameters.get('grouping') === 'unit' ? 'unit' : 'account',
    opened: long.getAll('open'),
    query: text('query'),
    given: Object.fromEntries([...parameters].flatMap(([name, value]) => (name.startsWith('p.') ? [[name.slice(2), value]] : []))),
    text: long.get('text') || null,
    older: text('older'),
    newer: text('newer'),
    table: { sort: long.get('sort') || null, filter: long.get('filter') ?? '' },
  };
}

/** The address of a view: `/`, `/?…`, `/?…#…`, with defaults left out. */
export function writeView(view: View): string {
  const parameters = new URLSearchParams();
  const long = new URLSearchParams();
  const set = (name: string, value: string | null): void => {
    if (value !== null) parameters.set(name, value);
  };
  const addAll = (into: URLSearchParams, name: string, values: readonly string[]): void => {
    for (const value of values) into.append(name, value);
  };
  set('page', view.page);
  set('from', view.from);
  set('to', view.to);
  set('node', view.node);
  set('hopFrom', view.hop?.from ?? null);
  set('hopTo', view.hop?.to ?? null);
  set('picked', view.picked === null ? null : String(view.picked));
  set('maxHops', view.maxHops === defaultMaxHops ? null : String(view.maxHops));
  set('unconditional', view.unconditional ? 'true' : null);
  set('crossAccount', view.crossAccount ? 'true' : null);
  addAll(parameters, 'needs', view.needs);
  addAll(parameters, 'kind', view.kinds);
  addAll(parameters, 'in', view.places);
  addAll(parameters, 'unit', view.units);
  set('grouping', view.grouping === 'unit' ? 'unit' : null);
  set('query', view.query);
  for (const [name, value] of Object.entries(view.given)) set(`p.${name}`, value);
  set('older', view.older);
  set('newer', view.newer);
  addAll(long, 'expand', view.edits.expanded);
  addAll(long, 'hide', view.edits.hidden);
  addAll(long, 'fold', view.edits.folded);
  addAll(long, 'open', view.opened);
  if (view.text !== null) long.set('text', view.text);
  if (view.table.sort !== null) long.set('sort', view.table.sort);
  if (view.table.filter !== '') long.set('filter', view.table.filter);
  const search = parameters.toString();
  const hash = long.toString();
  return `/${search === '' ? '' : `?${search}`}${hash === '' ? '' : `#${hash}`}`;
}

/** What the main part shows; the panel comes on top of it. */
export type Scene = 'start' | 'reach-from' | 'reach-to' | 'chains' | 'surroundings' | Page;

export function sceneOf(view: View): Scene {
  if (view.page !== null) return view.page;
  if (view.from !== null && view.to !== null) return 'chains';
  if (view.from !== null) return 'reach-from';
  if (view.to !== null) return 'reach-to';
  return view.node === null ? 'start' : 'surroundings';
}
