/** Small whole numbers by row and column, side by side in memory: searches look one up for every edge. */

type Cells = Int32Array | Uint8Array;

export interface Grid {
  /** 0 if none was put there. */
  get(row: number, column: number): number;
  set(row: number, column: number, value: number): void;
}

/** @param make an array of so many zeros */
export function createGrid(make: (length: number) => Cells): Grid {
  let width = 64;
  let cells = make(width * 64);
  return {
    get(row, column) {
      const place = row * width + column;
      return column < width && place < cells.length ? (cells[place] as number) : 0;
    },
    set(row, column, value) {
      if (column >= width) widen(column);
      if (row * width + column >= cells.length) {
        const longer = make(2 ** Math.ceil(Math.log2((row + 1) * width)));
        longer.set(cells);
        cells = longer;
      }
      cells[row * width + column] = value;
    },
  };

  function widen(column: number): void {
    const wider = 2 ** Math.ceil(Math.log2(column + 1));
    const rows = cells.length / width;
    const grown = make(rows * wider);
    for (let row = 0; row < rows; row += 1) grown.set(cells.subarray(row * width, (row + 1) * width), row * wider);
    [cells, width] = [grown, wider];
  }
}
