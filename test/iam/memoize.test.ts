/** What is kept by text: worked out once, the same object again, and never more than so many. */
import { expect, it } from 'vitest';
import { memoizeByText } from '../../iam/memoize.ts';

it('works out each text once and gives the same object again', () => {
  const asked: string[] = [];
  const compute = memoizeByText((text) => {
    asked.push(text);
    return { text };
  });
  const first = compute('a');
  expect(compute('b')).toEqual({ text: 'b' });
  expect(compute('a')).toBe(first);
  expect(asked).toEqual(['a', 'b']);
});

it('keeps 20,000 texts, and starts afresh with the next one', () => {
  let asked = 0;
  const compute = memoizeByText((text) => {
    asked += 1;
    return text;
  });
  const texts = Array.from({ length: 20_000 }, (_, index) => String(index));
  for (const text of [...texts, ...texts]) compute(text);
  expect(asked).toBe(20_000);
  compute('one more');
  compute('0');
  expect(asked).toBe(20_002);
});
