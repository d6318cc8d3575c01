/** Whatever is thrown at the guard, it answers; and what it lets through never holds the beginning of a clause that is not allowed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCypher } from '../../../graph/cypher/guard.ts';
import { type Dialect, dangers, rulesOf } from '../../../graph/cypher/rules.ts';
import { CypherError } from '../../../graph/cypher-runner.ts';

const dialects: readonly Dialect[] = ['ladybug', 'neo4j'];

function passes(query: string, dialect: Dialect): boolean {
  try {
    checkCypher(query, dialect);
    return true;
  } catch (error) {
    if (error instanceof CypherError) return false;
    throw error;
  }
}

/** Text without what stands in comments, strings and backticks; another way to read than the guard's own. */
function blankOut(query: string): string {
  let text = '';
  for (let at = 0; at < query.length; ) {
    const [opened = ''] = /^(?:\/\*|\/\/|['"`])/.exec(query.slice(at)) ?? [];
    if (opened === '') {
      text += query[at++];
      continue;
    }
    const start = at;
    at += opened.length;
    const ends = opened === '/*' ? '*/' : opened === '//' ? '\n' : opened;
    while (at < query.length && !query.startsWith(ends, at)) at += query[at] === '\\' && (opened === "'" || opened === '"') ? 2 : 1;
    at += ends.length;
    text += opened === '/*' || opened === '//' ? ' ' : `${opened}${opened}`;
    if (at <= start) throw new Error('No progress.');
  }
  return text;
}

/** A forbidden word directly before a name, a value or an opening bracket, and not part of a longer name. No query begins in a map. */
const forbidden = new RegExp(
  `(?<![\\p{L}\\d_.$])(?:${[...dangers.keys()].join('|')})\\s*(?=[\\p{L}_'"\`\\d($]|\\{(?!\\s*(?:[^\\p{L}_]|[\\p{L}\\d_]+\\s*[.:,}])))`,
  'iu',
);
/** Words that may stand behind any name: \`load AS x\`, \`call WHERE …\`. */
const joins = new RegExp(`^(?:${[...rulesOf.ladybug.joining.keys()].join('|')})(?![\\p{L}\\d_])`, 'iu');

function holdsForbiddenClause(query: string): boolean {
  const text = blankOut(query);
  for (let at = 0; ; ) {
    const found = forbidden.exec(text.slice(at));
    if (found === null) return false;
    const after = at + found.index + found[0].length;
    const isWholeWord = !/[\p{L}\d_]$/u.test(found[0]) || !/^[\p{L}\d_]/u.test(text.slice(after));
    if (isWholeWord && !joins.test(text.slice(after))) return true;
    at = after;
  }
}

const words = [
  ...dangers.keys(),
  ...rulesOf.neo4j.joining.keys(),
  ...rulesOf.ladybug.prefixes,
  'FROM',
  'CSV',
  'n',
  'x',
  'load',
  'count',
  'EXISTS',
  'null',
];
const pieces = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '.',
      ',',
      ':',
      ';',
      '|',
      '=',
      '<',
      '>',
      '-',
      '*',
      '+',
      '..',
      '->',
      '$p',
      '1',
      '4.5',
      "'a'",
      '"b"',
      '`c`',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('MATCH (n)', 'RETURN n', 'RETURN *', 'WITH n', 'WHERE n.x = 1', 'UNWIND [1] AS x', 'UNION', '-[r:R*1..3]->'),
  },
  { weight: 1, arbitrary: fc.constantFrom('/*', '*/', '//', '\n', '\r', "'", '"', '`', '\\', '\\u0027', '\\u005c', '\u00a0', '\u0000') },
);
const soup = fc
  .array(fc.tuple(pieces, fc.constantFrom(' ', ' ', ' ', '', '\n', '/**/')), { maxLength: 25 })
  .map((all) => all.flat().join(''));
const query = fc.oneof(
  soup,
  soup.map((text) => `MATCH (n) RETURN ${text}`),
  soup.map((text) => `MATCH (n ${text}) RETURN n`),
  fc.tuple(soup, soup).map(([a, b]) => `MATCH (n) WHERE n.x = '${a}' WITH n ${b} RETURN n`),
);

describe.each(dialects)('%s', (dialect) => {
  it('answers to any text', () => {
    fc.assert(
      fc.property(fc.oneof(query, fc.string({ unit: 'binary' }), fc.string()), (text) => void passes(text, dialect)),
      { numRuns: 3000 },
    );
  });

  it('lets no forbidden clause through', () => {
    let passed = 0;
    fc.assert(
      fc.property(query, (text) => {
        if (!passes(text, dialect)) return;
        passed++;
        expect(holdsForbiddenClause(text), text).toBe(false);
      }),
      { numRuns: 10_000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('refuses every forbidden word at every place between the tokens of a query, where an operand follows', () => {
    const tokens =
      "MATCH ( a : A { x : 1 } ) - [ r : R * 1 .. 3 ] -> ( b ) WHERE a . x = 'y' AND EXISTS { MATCH ( a ) } WITH a , count ( * ) AS n RETURN DISTINCT [ n , 1 ] AS m ORDER BY m DESC LIMIT 5".split(
        ' ',
      );
    expect(passes(tokens.join(' '), dialect)).toBe(true);
    for (const word of dangers.keys())
      for (const operand of ['x', "'x'", '(x)', '{MATCH (q)}', '`x`', '$x', '1'])
        for (let place = 0; place <= tokens.length; place++) {
          const before = tokens[place - 1] ?? '';
          // Behind a dot, colon or dollar it is a name whatever it looks like, and what follows is checked as such.
          const text = [...tokens.slice(0, place), word, operand, ...tokens.slice(place)].join(' ');
          if (passes(text, dialect)) expect.fail(`${dialect} passes ${JSON.stringify(text)} (behind ${before})`);
        }
  });
});

it('the other way to read finds what it should', () => {
  expect(holdsForbiddenClause("MATCH (n) LOAD FROM 'x'")).toBe(true);
  expect(holdsForbiddenClause('RETURN 1 call db.x()')).toBe(true);
  expect(holdsForbiddenClause("RETURN 'LOAD FROM x' AS load /* CALL x */")).toBe(false);
  expect(holdsForbiddenClause('MATCH (n) RETURN n.load AS call, n.x')).toBe(false);
});
