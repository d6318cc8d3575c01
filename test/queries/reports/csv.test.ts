import { expect, test } from 'vitest';
import { csvLine } from '../../../queries/reports/csv.ts';

const cases = [
  { name: 'plain cells', given: ['a', 1, true, null], expected: 'a,1,true,\r\n' },
  { name: 'comma, quote, line break are quoted', given: ['a,b', 'say "x"', 'a\nb'], expected: '"a,b","say ""x""","a\nb"\r\n' },
  {
    name: 'every beginning of a formula gets an apostrophe',
    given: ['=1+1', '+1', '-1', '@x', '\tx', '＝1'],
    expected: "'=1+1,'+1,'-1,'@x,'\tx,'＝1\r\n",
  },
  { name: 'a carriage return too, quoted', given: ['\r=1'], expected: '"\'\r=1"\r\n' },
  { name: 'quoting does not undo it', given: ['=HYPERLINK("x","y")'], expected: '"\'=HYPERLINK(""x"",""y"")"\r\n' },
  { name: 'numbers stay numbers', given: [-1], expected: '-1\r\n' },
  { name: 'a formula sign further on is harmless', given: ['a=b'], expected: 'a=b\r\n' },
];

test.each(cases)('$name', ({ given, expected }) => {
  expect(csvLine(given)).toBe(expected);
});
