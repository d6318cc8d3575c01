/** The guides name files and folders. Each of them must be there: a code map with wrong turns is worse than none. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const guides = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'examples/README.md', 'docs/live.md'];
/** Folders and files of ours, as they stand between backticks. */
const ourPath = /`((?:\.ci|iam|graph|ingest|queries|server|web|cli|test|bench|docs|examples|scripts)\/[\w./-]*)`/g;
const link = /\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g;

/** Paths from the project's folder that a guide names, with or without a link. */
function pathsIn(guide: string): readonly string[] {
  const text = readFileSync(join(projectRoot, guide), 'utf8');
  const quoted = [...text.matchAll(ourPath)].map((match) => match[1] ?? '');
  const linked = [...text.matchAll(link)].map((match) => join(dirname(guide), match[1] ?? ''));
  return [...new Set([...quoted, ...linked])];
}

describe.each(guides)('%s', (guide) => {
  it('names only files that are there', () => {
    expect(pathsIn(guide).filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('names some', () => {
    expect(pathsIn(guide).length).toBeGreaterThan(0);
  });
});
