/** The jars of a real Neo4j, brought by Maven once and kept in a directory that git ignores. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
const cache = fileURLToPath(new URL('../../../.cache/neo4j', import.meta.url));
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Why there can be no server of one's own; null if there can be. */
export async function whyNoJava(): Promise<string | null> {
  try {
    const { stdout, stderr } = await run('javac', ['-version']);
    const major = Number(/javac (\d+)/.exec(`${stdout}${stderr}`)?.[1]);
    if (!(major >= 17)) return `a Java development kit of version 17 or later is needed; there is ${`${stdout}${stderr}`.trim()}`;
  } catch {
    return 'there is no Java development kit (Debian: default-jdk-headless)';
  }
  if (existsSync(await jarsDirectory())) return null;
  return run('mvn', ['--version']).then(
    () => null,
    () => 'there is no Maven to bring the jars of Neo4j (Debian: maven)',
  );
}

/** Directory with all jars. Rejects if they are not there and Maven cannot bring them. */
export async function bringJars(): Promise<string> {
  const jars = await jarsDirectory();
  if (existsSync(jars)) return jars;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await run('mvn', ['-q', '-B', '-f', pom, copyDependencies, `-DoutputDirectory=${draft}`, '-DincludeScope=runtime']);
    // Another run may have brought them meanwhile.
    await rename(draft, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return jars;
}

const jarsDirectory = async (): Promise<string> =>
  join(
    cache,
    createHash('sha256')
      .update(await readFile(pom))
      .digest('hex')
      .slice(0, 16),
  );
