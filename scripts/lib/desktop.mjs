/** Whether someone sits in front of this process who wants a browser window. */

/** True on a desktop with a terminal; false in CI, in scripts, in containers and over SSH. */
export function hasDesktop({ env = process.env, platform = process.platform, isTerminal = process.stdout.isTTY === true } = {}) {
  if (!isTerminal || env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}
