/**
 * What is on the screen, as the URL says it. From and to decide the view: neither is the start, one is reach, both are
 * chains; `node` and `hop` open the panel beside it.
 */
export interface Hop {
  readonly from: string;
  readonly to: string;
}

export interface View {
  readonly from: string | null;
  readonly to: string | null;
  /** ARN whose details are open. Without from and to its surroundings are the view. */
  readonly node: string | null;
  /** The pair whose reason is open. */
  readonly hop: Hop | null;
  /** Which chain or row is picked, 0-based. */
  readonly picked: number | null;
  readonly maxHops: number;
  readonly unconditional: boolean;
  readonly crossAccount: boolean;
}

export const defaultMaxHops = 8;

export const startView: View = {
  from: null,
  to: null,
  node: null,
  hop: null,
  picked: null,
  maxHops: defaultMaxHops,
  unconditional: false,
  crossAccount: false,
};

/** Reads the query string of the address; what makes no sense there counts as absent. */
export function readView(search: string): View {
  const parameters = new URLSearchParams(search);
  const text = (name: string): string | null => parameters.get(name)?.trim() || null;
  const count = (name: string): number | null => {
    const value = text(name);
    return value !== null && /^\d{1,4}$/.test(value) ? Number(value) : null;
  };
  const hopFrom = text('hopFrom');
  const hopTo = text('hopTo');
  const maxHops = count('maxHops') ?? defaultMaxHops;
  return {
    from: text('from'),
    to: text('to'),
    node: text('node'),
    hop: hopFrom !== null && hopTo !== null ? { from: hopFrom, to: hopTo } : null,
    picked: count('picked'),
    maxHops: maxHops >= 1 && maxHops <= 32 ? maxHops : defaultMaxHops,
    unconditional: parameters.get('unconditional') === 'true',
    crossAccount: parameters.get('crossAccount') === 'true',
  };
}

/** The address of a view: `/` or `/?…`, with defaults left out. */
export function writeView(view: View): string {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | null): void => {
    if (value !== null) parameters.set(name, value);
  };
  set('from', view.from);
  set('to', view.to);
  set('node', view.node);
  set('hopFrom', view.hop?.from ?? null);
  set('hopTo', view.hop?.to ?? null);
  set('picked', view.picked === null ? null : String(view.picked));
  set('maxHops', view.maxHops === defaultMaxHops ? null : String(view.maxHops));
  set('unconditional', view.unconditional ? 'true' : null);
  set('crossAccount', view.crossAccount ? 'true' : null);
  const text = parameters.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** What the main part shows; the panel comes on top of it. */
export type Scene = 'start' | 'reach-from' | 'reach-to' | 'chains' | 'surroundings';

export function sceneOf(view: View): Scene {
  if (view.from !== null && view.to !== null) return 'chains';
  if (view.from !== null) return 'reach-from';
  if (view.to !== null) return 'reach-to';
  return view.node === null ? 'start' : 'surroundings';
}
