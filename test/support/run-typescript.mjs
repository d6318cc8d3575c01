/**
 * Lets a child process of a test run the sources as they are: `node --import <this file> child.ts`. Node 20 cannot do it by
 * itself, and vitest's own transformation ends with its process. Loading the compiler takes longer than most children run, so
 * what it made is kept.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const kept = join(import.meta.dirname, '../../node_modules/.cache/rolepath-run-typescript');

if (isMainThread) register(import.meta.url);

/**
 * Module hook: see https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload
 * @type {import('node:module').LoadHook}
 */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return await nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const file = join(kept, `${createHash('sha256').update(text).digest('hex')}.js`);
  const source = await readFile(file, 'utf8').catch(() => compile(text, file));
  return { format: 'module', source, shortCircuit: true };
}

/** @param {string} text @param {string} file */
async function compile(text, file) {
  const { default: typescript } = await import('typescript');
  const compilerOptions = { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  const { outputText } = typescript.transpileModule(text, { compilerOptions });
  const unfinished = `${file}.${process.pid}`;
  await mkdir(kept, { recursive: true });
  await writeFile(unfinished, outputText);
  await rename(unfinished, file);
  return outputText;
}
