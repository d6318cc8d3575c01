import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withProgress } from '../../cli/progress.ts';
import { createTerminal } from '../../cli/terminal.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

async function watch(options: { quiet?: boolean; isTTY?: boolean; columns?: number; milliseconds: number; env?: Record<string, string> }) {
  const surroundings = fakeSurroundings({ isTTY: options.isTTY ?? false, columns: options.columns ?? 80, env: options.env ?? {} });
  const terminal = createTerminal(surroundings, { color: true, quiet: options.quiet ?? false, logLevel: 'warn' });
  const result = await withProgress(terminal, 'Reading', async ({ step }) => {
    step('Linking');
    await sleep(options.milliseconds);
    step('Deciding');
    step('Deciding');
    return 'done';
  });
  expect(result).toBe('done');
  return surroundings.stderr.text;
}

test('quick work says nothing', async () => {
  expect(await watch({ milliseconds: 10 })).toBe('');
  expect(await watch({ milliseconds: 10, isTTY: true })).toBe('');
});

test('slow work says each step once, in plain lines off a terminal and in CI', async () => {
  expect(await watch({ milliseconds: 1100 })).toBe('Linking\nDeciding\n');
  expect(await watch({ milliseconds: 1100, isTTY: true, env: { CI: 'true' } })).toBe('Linking\nDeciding\n');
});

test('slow work on a terminal moves one line, unless the terminal does not know its width', async () => {
  const moving = await watch({ milliseconds: 1300, isTTY: true });
  expect(moving).toContain('\u001b[');
  expect(moving).toContain('Linking');
  expect(await watch({ milliseconds: 1100, isTTY: true, columns: 0 })).toBe('Linking\nDeciding\n');
});

test('--quiet says nothing however long it takes', async () => {
  expect(await watch({ milliseconds: 1100, quiet: true })).toBe('');
});
