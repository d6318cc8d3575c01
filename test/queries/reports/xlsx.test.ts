/** Workbooks read back from their bytes: types, hostile text, limits. */
import { describe, expect, it } from 'vitest';
import { anySheet, type CellValue } from '../../../queries/reports/workbook.ts';
import { writeWorkbook } from '../../../queries/reports/xlsx.ts';
import { readSheets, unzip } from '../../support/read-xlsx.ts';

const facts = { title: 'A <title> & more', createdAt: '2026-01-02T03:04:05.000Z' };
const column = (title: string, index: number) => ({ title, width: 10, value: (row: readonly CellValue[]) => row[index] ?? null });

async function write(rows: readonly (readonly CellValue[])[], titles: readonly string[], rowsPerSheet?: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const sheet = anySheet({ name: "It's & all", columns: titles.map(column), rows });
  for await (const chunk of writeWorkbook([sheet], facts, rowsPerSheet)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const texts = [
  '=1+1',
  '+cmd|x',
  '-2',
  '@SUM(A1)',
  '＝1',
  '\t=1',
  '<img src=x onerror=alert(1)>',
  '</t></is></c><f>1+1</f>',
  'a & "b" \' c',
  '\u0000\u0007\u001b[31m',
  'line\nbreak\rreturn',
  '_x0041_ is no A',
  '\u202Egnp.exe',
  'émoji 🎉',
  '  spaces  ',
];

describe('cells', () => {
  it('hold any text as text, never as a formula', async () => {
    const bytes = await write(
      texts.map((text) => [text]),
      ['text'],
    );
    const [sheet] = readSheets(bytes);
    expect(sheet?.rows.slice(1).map(([cell]) => cell)).toEqual(texts);
    expect(sheet?.xml).not.toContain('<f>');
    // Format 49 is text, so that editing a cell by hand does not make a formula of it either.
    const textStyle = /<c r="A2" s="(\d+)"/.exec(sheet?.xml ?? '')?.[1] ?? '';
    const formats = [...(unzip(bytes).get('xl/styles.xml') ?? '').replace(/^.*<cellXfs/s, '').matchAll(/<xf numFmtId="(\d+)"/g)];
    expect(formats[Number(textStyle)]?.[1]).toBe('49');
  });

  it('have no character that XML cannot hold', async () => {
    const bytes = await write([['a\uD800b\uFFFE']], ['\u0001']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    expect(unzip(bytes).get('xl/worksheets/sheet1.xml')).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
    expect(readSheets(bytes)[0]?.rows[1]).toEqual(['a\uFFFDb\uFFFE']);
  });

  it('are typed', async () => {
    const [sheet] = readSheets(
      await write([[1234.5, true, false, new Date('2026-01-01T12:00:00Z'), null, 'x', Number.NaN]], [...'abcdefg']),
    );
    expect(sheet?.rows[1]).toEqual([1234.5, true, false, 46023.5, null, 'x']);
  });

  it('are cut, and say so, where a spreadsheet could not hold them', async () => {
    const [sheet] = readSheets(await write([['x'.repeat(40_000)]], ['text']));
    const cell = String(sheet?.rows[1]?.[0]);
    expect(cell).toHaveLength(32_767);
    expect(cell.endsWith('(cut)')).toBe(true);
  });
});

describe('sheets', () => {
  it('have a frozen header and a filter over all rows', async () => {
    const bytes = await write(
      [['a'], ['b']],
      Array.from({ length: 28 }, (_, index) => `c${index}`),
    );
    const [sheet] = readSheets(bytes);
    expect(sheet?.name).toBe("It's & all");
    expect(sheet?.xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(sheet?.xml).toContain('<autoFilter ref="A1:AB3"/>');
    expect(unzip(bytes).get('xl/workbook.xml')).toContain(`hidden="1">'It''s &amp; all'!$A$1:$AB$3</definedName>`);
  });

  it('go on in a further sheet where one is full', async () => {
    const sheets = readSheets(await write([['a'], ['b'], ['c']], ['text'], 3));
    expect(sheets.map(({ name, rows }) => [name, rows.flat()])).toEqual([
      ["It's & all", ['text', 'a', 'b']],
      ["It's & all (2)", ['text', 'c']],
    ]);
  });

  it('may be empty', async () => {
    const [sheet] = readSheets(await write([], ['text']));
    expect(sheet?.rows).toEqual([['text']]);
    expect(sheet?.xml).toContain('<autoFilter ref="A1:A1"/>');
  });

  it('are the same bytes for the same rows', async () => {
    expect(await write([['a']], ['text'])).toEqual(await write([['a']], ['text']));
  });
});

describe('a workbook that is not finished', () => {
  it('passes on what reading rows throws', async () => {
    const rows = (function* () {
      yield ['a'];
      throw new Error('the store went away');
    })();
    const read = async () => {
      for await (const _ of writeWorkbook([anySheet({ name: 'x', columns: [column('t', 0)], rows })], facts));
    };
    await expect(read()).rejects.toThrow('the store went away');
  });

  it('stops reading rows when nobody reads it any more', async () => {
    let stopped = false;
    let read = 0;
    const rows = (function* () {
      try {
        for (;;) {
          read += 1;
          yield ['some text that does not compress to nothing', Math.sin(read)];
        }
      } finally {
        stopped = true;
      }
    })();
    const sheet = anySheet({ name: 'x', columns: [column('t', 0), column('n', 1)], rows });
    for await (const _ of writeWorkbook([sheet], facts)) if (read > 1000) break;
    await expect.poll(() => stopped, { timeout: 20_000 }).toBe(true);
  });
});
