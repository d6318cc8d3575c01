/** The linter rule that keeps promises from being dropped is a nursery rule: shows that this Biome knows it and that it bites. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const biome = join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

it('Biome refuses a promise that nobody waits for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolepath-biome-'));
  try {
    for (const name of ['biome.jsonc', '.gitignore']) copyFileSync(join(projectRoot, name), join(folder, name));
    writeFileSync(join(folder, 'dropped.ts'), 'async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n');
    const args = [biome, 'lint', '--reporter=json', '.'];
    const output = await new Promise<string>((resolve) =>
      execFile(process.execPath, args, { cwd: folder }, (_, stdout) => resolve(stdout)),
    );
    expect(output).toContain('noFloatingPromises');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
