/** Brings node_modules up to date: dependencies when they are missing or changed, and Ladybug's binary when it does not load. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, readStamp } from './hash.mjs';
import { capture, fail, npm, root, say } from './process.mjs';

const stampFile = join(root, 'node_modules', '.rolepath-installed');
const installHash = () => `${hashOf(root, ['package.json', 'package-lock.json'])} ${process.platform}-${process.arch}`;

// --include=dev: the build needs the development tools, whatever NODE_ENV says. --no-save: on a platform whose binaries the
// lock file lacks, npm would write them into it. `npm install`, not `npm ci`, because that refuses such a lock file.
const install = ['install', '--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs what package.json asks for, if that has not been done for this package.json, lock file and platform. */
export async function ensureInstalled() {
  const isFresh = readStamp(stampFile) === installHash();
  if (!isFresh) {
    say('Installing dependencies (npm install) …');
    const code = await npm(install);
    if (code !== 0)
      fail(`npm install failed (exit code ${code}); see its message above. Rolepath needs the npm registry once, to install.`);
  }
  await ensureLadybugLoads();
  if (!isFresh) writeFileSync(stampFile, `${installHash()}\n`);
}

/** Where npm ran without install scripts, Ladybug's binary was not put in its place: do what the script would have done. */
async function ensureLadybugLoads() {
  const folder = join(root, 'node_modules', '@ladybugdb', 'core');
  if ((await load(folder)).code === 0) return;

  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const platformPackage = `${name}-${process.platform}-${process.arch}`;
  const binary = join(root, 'node_modules', platformPackage, 'lbugjs.node');
  if (!existsSync(binary)) {
    say(`Installing Ladybug's binary for this platform (${platformPackage}@${version}) …`);
    await npm([...install, `${platformPackage}@${version}`]);
  }
  if (existsSync(binary)) {
    say("Putting Ladybug's binary in its place …");
    copyFileSync(binary, join(folder, 'lbugjs.node'));
  }

  const { code, stderr } = await load(folder);
  if (code === 0) return;
  say(stderr.trim());
  fail(
    `The graph database Ladybug (${name} ${version}) does not load on ${process.platform}-${process.arch}. ` +
      'It has binaries for Linux with glibc 2.34 or later (x64 and arm64; not Alpine), macOS, and Windows on x64.',
  );
}

/**
 * Loads Ladybug in a child process: where its binary is missing, the process that loads it ends.
 * @param {string} folder
 */
function load(folder) {
  return capture(process.execPath, ['-e', `require(${JSON.stringify(folder)})`]);
}
