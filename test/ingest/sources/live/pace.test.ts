/** The pace of a session: grows while all is well, halves when AWS asks to wait. */
import { expect, test } from 'vitest';
import { createPace, type Pace } from '../../../../ingest/sources/live/pace.ts';

/** How many of many calls begin at once. */
async function width(pace: Pace): Promise<number> {
  let under = 0;
  let most = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const calls = Array.from({ length: 64 }, () =>
    pace.run(async () => {
      under += 1;
      most = Math.max(most, under);
      await gate;
      under -= 1;
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 0));
  const found = most;
  open();
  await Promise.all(calls);
  return found;
}

test('begins with a few, grows to its bound, and no further', async () => {
  const pace = createPace();
  expect(await width(pace)).toBe(4);
  for (let round = 0; round < 10; round += 1) await width(pace);
  expect(await width(pace)).toBe(16);
});

test('halves once for calls that are told to wait together, and never stops', async () => {
  let time = 0;
  const pace = createPace(() => time);
  for (let round = 0; round < 10; round += 1) await width(pace);
  for (let call = 0; call < 5; call += 1) pace.slowDown();
  expect(await width(pace)).toBe(8);
  for (let second = 1; second < 10; second += 1) {
    time += 2000;
    pace.slowDown();
  }
  expect(await width(pace)).toBe(2);
});

test('a call that fails does not hold up others', async () => {
  const pace = createPace();
  await expect(pace.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await pace.run(async () => 1)).toBe(1);
});
