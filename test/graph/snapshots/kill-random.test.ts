/**
 * An ingest that is killed at random moments, on each engine: what is current is always whole, and the next ingest ends well.
 * ROLEPATH_KILLS says how many times (4), ROLEPATH_KILL_SEED at which moments.
 */
import { expect, test } from 'vitest';
import { neo4jServer } from '../../support/engines.ts';
import { type KillReport, killIngests } from '../../support/kill-harness.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const kills = Number(process.env['ROLEPATH_KILLS'] ?? 4);
const seed = Number(process.env['ROLEPATH_KILL_SEED'] ?? 1);
/** A hung ingest still ends the run. */
const timeout = 120_000 * (kills + 1);

async function killAndReport(neo4j: typeof neo4jServer): Promise<void> {
  const engine = neo4j === null ? 'Ladybug' : 'Neo4j';
  // Many kills take many minutes: each says how far it has come, past vitest, which keeps what tests say until they end.
  const onKill = (report: KillReport): void => void process.stderr.write(`${engine}: ${JSON.stringify(report)}\n`);
  const report = await killIngests({ directory: temporaryDirectory(), neo4j, kills, seed, onKill });
  expect(report.ended + report.keptOld + report.madeCurrent).toBe(kills);
}

test('Ladybug', { timeout }, () => killAndReport(null));
test.skipIf(neo4jServer === null)('Neo4j', { timeout }, () => killAndReport(neo4jServer));
