/** A browser window opens for a person at a desktop and for nobody else. */
import { describe, expect, it } from 'vitest';
import { hasDesktop } from '../../scripts/lib/desktop.mjs';

type Platform = NodeJS.Platform;
const cases = [
  { name: 'macOS in a terminal', given: { platform: 'darwin' as Platform, isTerminal: true, env: {} }, expected: true },
  { name: 'Linux with X', given: { platform: 'linux' as Platform, isTerminal: true, env: { DISPLAY: ':0' } }, expected: true },
  {
    name: 'Linux with Wayland',
    given: { platform: 'linux' as Platform, isTerminal: true, env: { WAYLAND_DISPLAY: 'wayland-0' } },
    expected: true,
  },
  { name: 'a Linux server', given: { platform: 'linux' as Platform, isTerminal: true, env: {} }, expected: false },
  { name: 'output into a file', given: { platform: 'darwin' as Platform, isTerminal: false, env: {} }, expected: false },
  { name: 'CI', given: { platform: 'darwin' as Platform, isTerminal: true, env: { CI: 'true' } }, expected: false },
  {
    name: 'SSH with a forwarded display',
    given: { platform: 'linux' as Platform, isTerminal: true, env: { DISPLAY: ':10', SSH_CONNECTION: 'a b' } },
    expected: false,
  },
];

describe('hasDesktop', () => {
  it.each(cases)('$name: $expected', ({ given, expected }) => {
    expect(hasDesktop(given)).toBe(expected);
  });
});
