/** The part of a long list that is asked for. Lists keep their order while the snapshot is the same, so pages neither overlap nor leave anything out. */

export interface Page {
  /** Rows before it. */
  readonly offset: number;
  /** Most rows in it. */
  readonly limit: number;
}

export interface PageCut<Row> {
  readonly rows: Row[];
  /** The offset of the next page; null: there is none. */
  readonly next: number | null;
}

export const cutPage = <Row>(all: readonly Row[], page: Page): PageCut<Row> => ({
  rows: all.slice(page.offset, page.offset + page.limit),
  next: nextPage(all.length, page),
});

/** @param total how many rows there are */
export const nextPage = (total: number, { offset, limit }: Page): number | null => (total > offset + limit ? offset + limit : null);
