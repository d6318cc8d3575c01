/**
 * How the tests run. Processes, not worker threads: Ladybug is native code, and a crash in it must end one file, not the run.
 * `npm test` (scripts/test.mjs) adds the build, the browser and the closing line; `npx vitest run test/iam` runs a part.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Tests start the built command line, databases and a browser: slow machines need the room, hung ones still end.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
