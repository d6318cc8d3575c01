/**
 * How the tests run. Processes, not worker threads: Ladybug is native code, and a crash in it must end one file, not the run.
 * `npm test` (scripts/test.mjs) adds the build, the browser and the closing line; `npx vitest run test/iam` runs a part.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Gives every file its turn at one Neo4j, which is started when the first one asks.
    globalSetup: ['test/support/neo4j/share.ts'],
    // Tests start the built command line, databases and a browser: slow machines need the room, hung ones still end.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
