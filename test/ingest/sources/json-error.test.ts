import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonError } from '../../../ingest/sources/json-error.ts';

const cases = [
  { name: 'trailing comma', text: '{"a": 1,\n}', at: [2, 1], truncated: false },
  { name: 'word that is no value', text: '{"a":\n  undefined}', at: [2, 3], truncated: false },
  { name: 'single quotes', text: "{'a': 1}", at: [1, 2], truncated: false },
  { name: 'second value', text: '{}\n{}', at: [2, 1], truncated: false },
  { name: 'missing colon', text: '{"a" 1}', at: [1, 6], truncated: false },
  { name: 'missing comma', text: '[1\n 2]', at: [2, 2], truncated: false },
  { name: 'wrong bracket', text: '[1}', at: [1, 3], truncated: false },
  { name: 'escape that JSON has not', text: '["\\x"]', at: [1, 3], truncated: false },
  { name: 'line break in a text', text: '["a\nb"]', at: [1, 4], truncated: false },
  { name: 'cut in an object', text: '{"a": 1', at: [1, 8], truncated: true },
  { name: 'cut in a text', text: '{"a": "xy', at: [1, 10], truncated: true },
  { name: 'cut in a word', text: '[tru', at: [1, 5], truncated: true },
  { name: 'empty', text: '', at: [1, 1], truncated: true },
];

for (const { name, text, at, truncated } of cases) {
  test(`finds the place: ${name}`, () => {
    const error = findJsonError(text);
    expect({ at: [error?.line, error?.column], truncated: error?.truncated }).toEqual({ at, truncated });
  });
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON with a few characters cut out, doubled or replaced; often still JSON. */
const nearlyJson = fc
  .tuple(
    fc.json({ depthSize: 'medium' }),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', ',', '}', ']', '"', '0', '\\', ' ', '-', '1e', 'true')), { maxLength: 2 }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [place, length, put]) => {
      const at = place % (edited.length + 1);
      return edited.slice(0, at) + put + edited.slice(at + length);
    }, text),
  );

test('says "no error" exactly where JSON.parse finds none', () => {
  fc.assert(
    fc.property(nearlyJson, (text) => (findJsonError(text) === null) === isJson(text)),
    { numRuns: 2000 },
  );
});

test('every beginning of a JSON text is truncated, whatever comes last', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, place) => {
      const start = text.slice(0, place % text.length);
      if (!isJson(start)) expect(findJsonError(start)?.truncated).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('depth and length cost no stack', () => {
  expect(findJsonError('['.repeat(1_000_000))?.truncated).toBe(true);
  expect(findJsonError(`["${'x'.repeat(20_000_000)}"`)?.truncated).toBe(true);
});
