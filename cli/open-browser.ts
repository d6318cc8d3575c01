/** Opens an address in the person's browser, with what the operating system has for it. */
import { spawn } from 'node:child_process';

/** Resolves to false if there is nothing that could open it. `url` is one of our own making. */
export function openBrowser(url: string): Promise<boolean> {
  const [command, args] = openers[process.platform] ?? (['xdg-open', []] as const);
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

const openers: Partial<Record<NodeJS.Platform, readonly [command: string, args: readonly string[]]>> = {
  darwin: ['open', []],
  win32: ['rundll32', ['url.dll,FileProtocolHandler']],
};
