/** `--store neo4j` whose server is killed in the middle of a load, as a machine that goes down does it, and comes back with its data. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Services } from '../../cli/commands/context.ts';
import { runCommandLine } from '../../cli/program.ts';
import { createServices } from '../../cli/wiring.ts';
import { connect, type MirrorState, type Neo4jAddress, readMirrorState } from '../../graph/engines/neo4j/index.ts';
import { readCurrent } from '../../graph/snapshots.ts';
import { exampleDirectory } from '../support/graph-of-files.ts';
import { ownNeo4jIsMissing, startOwnNeo4j } from '../support/neo4j/own.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { fakeSurroundings } from './fake-surroundings.ts';
import { writeSmallCollection } from './small-collection.ts';

const servicesFor = ({ uri, username, password }: Neo4jAddress): Services =>
  createServices({ NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password });

async function run(services: Services, dataDir: string, ...args: readonly string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['--data', dataDir, ...args], surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

/** The same services, told of each step of an ingest into Neo4j. */
const watched = (services: Services, onStep: (text: string) => void): Services => ({
  ...services,
  overNeo4j: () => {
    const over = services.overNeo4j();
    const ingest: Services['ingest'] = (request) =>
      over.ingest({
        ...request,
        onStep: (text) => {
          onStep(text);
          request.onStep(text);
        },
      });
    return { ...over, ingest };
  },
});

async function readState(address: Neo4jAddress): Promise<MirrorState | null> {
  const connection = await connect(address);
  try {
    return await readMirrorState(connection);
  } finally {
    await connection.close();
  }
}

describe.skipIf(await ownNeo4jIsMissing())('a server that is lost in the middle of a load', { timeout: 600_000 }, () => {
  test('is said, leaves nothing half-done that is taken for done, and is finished by the next run', async () => {
    const directory = temporaryDirectory();
    const [dataDir, elsewhere] = [join(directory, 'data'), join(directory, 'elsewhere')];
    const collection = await writeSmallCollection(join(directory, 'collection'));
    const home = join(directory, 'neo4j');
    const server = await startOwnNeo4j({ kept: { home } });
    const services = servicesFor(server);
    const first = await run(services, dataDir, 'ingest', collection, '--store', 'neo4j');
    expect(first).toMatchObject({ exitCode: 0 });
    const before = (await readCurrent(dataDir)) ?? '';

    // Nodes of the new snapshot are written by then, relationships are still those of the old one.
    let killed: Promise<void> | null = null;
    const killing = watched(services, (step) => {
      if (step.startsWith('Writing relationships')) killed = server.stop();
    });
    const lost = await run(killing, dataDir, 'ingest', exampleDirectory, '--store', 'neo4j');
    expect(killed).not.toBeNull();
    await killed;
    expect(lost).toMatchObject({ exitCode: 1, stdout: '' });
    const current = (await readCurrent(dataDir)) ?? '';
    expect(current).not.toBe(before);
    for (const words of ['Cannot load Neo4j', 'Check NEO4J_URI and that the server runs', current, 'snapshots use current --store neo4j'])
      expect(lost.stderr).toContain(words);
    expect(lost.stderr).not.toContain(server.password);

    // The snapshot of this machine is whole, and is not passed off as Neo4j's while that is away.
    const edges = await run(services, dataDir, 'edges', '--output', 'jsonl');
    expect(edges.exitCode).toBe(0);
    const away = await run(services, dataDir, 'edges', '--store', 'neo4j');
    expect(away).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('NEO4J_URI') });

    const again = await startOwnNeo4j({ kept: { home, password: server.password } });
    const back = servicesFor(again);
    expect(await readState(again)).toMatchObject({ id: current, state: 'loading' });
    const meanwhile = await run(back, dataDir, 'edges', '--store', 'neo4j', '--output', 'jsonl');
    expect(meanwhile).toEqual({ ...edges, stderr: expect.stringContaining('being loaded') });
    expect(await run(back, elsewhere, 'edges', '--store', 'neo4j')).toMatchObject({ exitCode: 1, stdout: '' });

    const finished = await run(back, dataDir, 'snapshots', 'use', 'current', '--store', 'neo4j');
    expect(finished).toMatchObject({ exitCode: 0 });
    expect(await readState(again)).toMatchObject({ id: current, state: 'ready' });
    // From Neo4j alone.
    expect((await run(back, elsewhere, 'edges', '--store', 'neo4j', '--output', 'jsonl')).stdout).toBe(edges.stdout);
  });
});
