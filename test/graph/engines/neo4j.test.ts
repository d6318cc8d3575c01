/** What is peculiar to the Neo4j engine: changing what differs, what belongs to others, loads that are broken off, and servers that fail. */
import { createConnection, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccessGraph } from '../../../graph/access-graph.ts';
import { noChanges } from '../../../graph/engines/neo4j/changes.ts';
import { connect, refuseOldServer } from '../../../graph/engines/neo4j/connection.ts';
import { loadSnapshot, type Neo4jConnection, openNeo4jStore, readMirrorState } from '../../../graph/engines/neo4j/index.ts';
import { columnsOf } from '../../../graph/schema-columns.ts';
import { newSnapshotId } from '../../../graph/snapshots/layout.ts';
import { StoreError } from '../../../graph/store.ts';
import { neo4jServer } from '../../support/engines.ts';
import { expectAllRead, failure } from '../../support/expect-graph.ts';
import { exampleDirectory, graphOfFiles } from '../../support/graph-of-files.ts';
import { edgeColumns, emptyGraph, smallGraph, userArn } from '../../support/sample-graph.ts';
import { sampleManifest } from '../../support/sample-manifest.ts';

const load = (connection: Neo4jConnection, graph: AccessGraph, onStep?: (text: string) => void) =>
  loadSnapshot(connection, graph, sampleManifest(newSnapshotId(new Date())), onStep);

async function expectMirrored(connection: Neo4jConnection, graph: AccessGraph): Promise<void> {
  const state = await readMirrorState(connection);
  expect(state?.state).toBe('ready');
  await expectAllRead(graph, await openNeo4jStore(connection, state ?? { load: '' }));
}

async function listening(onConnect: (client: Socket) => void): Promise<{ uri: string; close: () => void }> {
  const listener = createServer((client) => {
    client.on('error', () => undefined);
    onConnect(client);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { uri: `bolt://127.0.0.1:${port}`, close: () => listener.close() };
}

describe.skipIf(neo4jServer === null)('over a server', { timeout: 300_000 }, () => {
  const server = neo4jServer ?? { uri: '', username: '', password: '' };
  let connection: Neo4jConnection;
  let acme: AccessGraph;
  beforeAll(async () => {
    connection = await connect(server);
    acme = await graphOfFiles(exampleDirectory);
  });
  afterAll(() => connection.close());

  const run = async (text: string, parameters: Record<string, unknown> = {}): Promise<unknown[]> => {
    const session = connection.session('WRITE');
    try {
      return (await session.run(text, parameters)).records.map((record) => record.get(0) as unknown);
    } finally {
      await session.close();
    }
  };
  beforeEach(async () => void (await run('MATCH (n) DETACH DELETE n')));

  describe('a load', () => {
    test('of what is there already changes nothing but the Snapshot node', async () => {
      expect((await load(connection, acme)).nodesCreated).toBeGreaterThan(100);
      const before = await run('MATCH (s:Snapshot:Rolepath) RETURN s.id');
      expect(await load(connection, acme)).toEqual(noChanges);
      expect(await run('MATCH (s:Snapshot:Rolepath) RETURN s.id')).not.toEqual(before);
      await expectMirrored(connection, acme);
    });

    test('of ten changed roles sets the properties of ten nodes and touches nothing else', async () => {
      await load(connection, acme);
      const roles = new Set(acme.nodes.Principal.filter(({ kind }) => kind === 'role').slice(3, 13));
      const Principal = acme.nodes.Principal.map((row) => (roles.has(row) ? { ...row, tags: '[{"key":"changed","value":"yes"}]' } : row));
      const changed = { ...acme, nodes: { ...acme.nodes, Principal } };
      const propertiesSet = 10 * (columnsOf('Principal').length + 1);
      expect(await load(connection, changed)).toEqual({ ...noChanges, propertiesSet });
      await expectMirrored(connection, changed);
    });

    test('of three changed edges makes one, sets one and removes one', async () => {
      const edges = [
        { from: 0, to: 1, reason: 0 },
        { from: 1, to: 2, reason: 1 },
        { from: 4, to: 1, reason: 0 },
      ];
      const graph = { ...smallGraph, canAssume: edgeColumns(edges) };
      await load(connection, graph);
      const changed = {
        ...smallGraph,
        canAssume: edgeColumns([
          { from: 0, to: 1, reason: 0 },
          { from: 1, to: 2, reason: 1, canTagSession: true },
          { from: 4, to: 2, reason: 0 },
        ]),
      };
      const perEdge = columnsOf('CAN_ASSUME').length + 1;
      // `SET r = properties` on a new relationship counts what it has; on a stored one, what it gets.
      expect(await load(connection, changed)).toEqual({
        ...noChanges,
        relationshipsCreated: 1,
        relationshipsDeleted: 1,
        propertiesSet: 2 * perEdge,
      });
      await expectMirrored(connection, changed);
    });

    test('keeps several relationships of a type between two nodes apart', async () => {
      const [trust] = smallGraph.relationships.TRUSTS;
      if (trust === undefined) throw new Error('The sample graph has a TRUSTS.');
      const with2 = (...indexes: readonly number[]): AccessGraph => ({
        ...smallGraph,
        relationships: { ...smallGraph.relationships, TRUSTS: indexes.map((statementIndex) => ({ ...trust, statementIndex })) },
      });
      for (const graph of [with2(0, 1, 2), with2(2, 5), with2(2, 2), with2()]) {
        await load(connection, graph);
        await expectMirrored(connection, graph);
      }
    });

    test('puts back what was removed by hand', async () => {
      await load(connection, acme);
      await run("MATCH (n:Rolepath:Principal {kind: 'role'}) WITH n LIMIT 5 DETACH DELETE n");
      await run('MATCH (:Rolepath:Principal)-[r:CAN_ASSUME]->() WITH r LIMIT 5 DELETE r');
      await load(connection, acme);
      await expectMirrored(connection, acme);
    });

    test('says that it is loading as long as it is, and readers of the last snapshot are told', async () => {
      await load(connection, smallGraph);
      const before = await openNeo4jStore(connection, (await readMirrorState(connection)) ?? { load: '' });
      expect(await before.readAccount('111111111111')).not.toBeNull();
      const states: Promise<unknown>[] = [];
      await load(connection, acme, (step) => {
        if (step.startsWith('Writing')) states.push(readMirrorState(connection).then((state) => state?.state));
      });
      expect(await Promise.all(states)).toContain('loading');
      expect((await failure(before.readAccount('111111111111'))).code).toBe('store-busy');
    });

    test('that another one takes over from stops, and the other one is whole', async () => {
      await load(connection, smallGraph);
      let other: Promise<unknown> = Promise.resolve();
      const first = load(connection, acme, (step) => {
        if (step.includes('nodes')) other = load(connection, smallGraph);
      });
      const outcomes = await Promise.allSettled([first, Promise.resolve().then(() => other)]);
      await other;
      expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: { code: 'store-busy' } });
      await expectMirrored(connection, smallGraph);
    });

    test('whose every answer is lost and tried again writes everything once', async () => {
      const session: Neo4jConnection['session'] = (mode) => {
        const real = connection.session(mode);
        const executeWrite: typeof real.executeWrite = async (work, config) => {
          await real.executeWrite(work, config);
          return real.executeWrite(work, config);
        };
        return Object.assign(Object.create(real) as typeof real, { executeWrite });
      };
      await load({ ...connection, session }, acme);
      await expectMirrored(connection, acme);
    });

    test('that is broken off after any of its transactions is finished by the next', async () => {
      for (let allowed = 1, isWhole = false; !isWhole; allowed += 1) {
        await load(connection, smallGraph);
        let left = allowed;
        const session: Neo4jConnection['session'] = (mode) => {
          const real = connection.session(mode);
          const executeWrite: typeof real.executeWrite = async (work, config) => {
            left -= 1;
            if (left < 0) throw new Error('broken off');
            return real.executeWrite(work, config);
          };
          return Object.assign(Object.create(real) as typeof real, { executeWrite });
        };
        isWhole = await load({ ...connection, session }, acme).then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(StoreError);
            return false;
          },
        );
        expect((await readMirrorState(connection))?.state).toBe(isWhole ? 'ready' : 'loading');
        await load(connection, acme);
      }
      await expectMirrored(connection, acme);
    });
  });

  test('what belongs to others stays as it is', async () => {
    await run(`CREATE (:Principal {arn: 'mine'})-[:CAN_ASSUME {mine: true}]->(:Account {id: 'mine'}),
      (:Snapshot {id: 'a holiday'}), (:Policy:Document {id: 'p-1'})`);
    await load(connection, smallGraph);
    await run(
      `MATCH (p:Rolepath:Principal {arn: $arn}) SET p.note = 'seen'
      CREATE (:Team {name: 'blue'})-[:OWNS {since: 2020}]->(p), (p)-[:CAN_ASSUME {planned: true}]->(p)`,
      { arn: userArn },
    );
    const others = `MATCH (n) WHERE NOT n:Rolepath OPTIONAL MATCH (n)-[r]-() WITH n, r ORDER BY elementId(n), elementId(r)
      RETURN apocless(n)`.replace(
      'apocless(n)',
      'toString(labels(n)[0]) + coalesce(toString(n.arn), toString(n.id), n.name) + coalesce(type(r), "")',
    );
    const before = await run(others);
    expect(before).toHaveLength(5);
    await load(connection, acme);
    const after = await run(others);
    // Its node is gone from the organization and stays for the one who tied something to it.
    expect(after).toEqual(expect.arrayContaining(before));
    expect(
      await run("MATCH (:Team)-[o:OWNS]->(p {note: 'seen'})-[r:CAN_ASSUME {planned: true}]->(p) RETURN [o.since, p.arn, labels(p)]"),
    ).toEqual([[2020, userArn, []]]);
    await load(connection, smallGraph);
    expect(await run('MATCH (n:Rolepath:Principal {arn: $arn}) RETURN n.note', { arn: userArn })).toEqual([null]);
    await load(connection, emptyGraph);
    expect(await run('MATCH (n) WHERE n:Rolepath AND NOT n:Snapshot RETURN count(n)')).toEqual([0]);
  });

  test("a cluster's address works", async () => {
    const routed = await connect({ ...server, uri: server.uri.replace('bolt://', 'neo4j://') });
    try {
      await load(routed, smallGraph);
      await expectMirrored(routed, smallGraph);
    } finally {
      await routed.close();
    }
  });

  test('what one session wrote the next one waits for', async () => {
    const { hostname, port } = new URL(server.uri);
    let sent = '';
    const proxy = await listening((client) => {
      const upstream = createConnection(Number(port), hostname);
      client.on('data', (data) => {
        sent += data.toString('latin1');
      });
      client.pipe(upstream).pipe(client);
      upstream.on('error', () => client.destroy());
    });
    const proxied = await connect({ ...server, uri: proxy.uri });
    try {
      await load(proxied, smallGraph);
      sent = '';
      expect((await readMirrorState(proxied))?.state).toBe('ready');
      expect(sent).toMatch(/bookmarks.*FB:/s);
    } finally {
      await proxied.close();
      proxy.close();
    }
  });

  const refused = [
    { name: 'a wrong password', change: { password: 'wrong-secret-word' }, says: 'NEO4J_PASSWORD' },
    { name: 'a database that is not there', change: { database: 'nowhere' }, says: 'NEO4J_DATABASE' },
  ];
  test.each(refused)('$name', async ({ change, says }) => {
    const error = await failure(connect({ ...server, ...change }));
    expect(error.code).toBe('store-unavailable');
    expect(error.message).toContain(says);
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain('wrong-secret-word');
  });

  test('a session that may only read', async () => {
    const error = await failure(load({ ...connection, session: () => connection.session('READ') }, smallGraph));
    expect(error.code).toBe('write-failed');
  });
});

describe('servers that cannot be used', () => {
  const user = { username: 'neo4j', password: 'secret-word' };

  test('nobody listens', async () => {
    const { uri, close } = await listening(() => undefined);
    close();
    const error = await failure(connect({ uri, ...user }, { connectMs: 2000 }));
    expect(error.code).toBe('store-unavailable');
    expect(error.message).toContain('NEO4J_URI');
  });

  const strangers = [
    { name: 'a web server', says: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
    { name: 'a server of other versions only', says: Buffer.from([0, 0, 0, 0]) },
  ];
  test.each(strangers)('$name', async ({ says }) => {
    const { uri, close } = await listening((client) => void client.once('data', () => client.end(says)));
    const error = await failure(connect({ uri, ...user }, { connectMs: 2000 }));
    close();
    expect(error.code).toBe('store-unavailable');
    expect(error.message).toContain('Neo4j');
  });

  test.each([
    '',
    'localhost',
    'http://localhost:7474',
    'neo4j://user:secret-word@',
    'bolt://user:secret-word@localhost:1?key=secret-word',
    'bolt://user:secret-word@localhost:1/path?key=secret-word',
  ])('the address %j', async (uri) => {
    const error = await failure(connect({ uri, ...user }, { connectMs: 2000 }));
    expect(error.code).toBe('store-unavailable');
    expect(error.message).not.toContain('secret-word');
  });

  test('a version that is too old', () => {
    expect(() => refuseOldServer('Neo4j/4.4.30', 'x')).toThrow(
      expect.objectContaining({ code: 'store-unavailable', message: expect.stringMatching(/Neo4j\/4\.4\.30.*5 or later\. Upgrade/) }),
    );
    for (const agent of ['Neo4j/5.0.0', 'Neo4j/2026.01.0', 'Neo4j/5.26.12', 'Memgraph/3'])
      expect(() => refuseOldServer(agent, 'x')).not.toThrow();
  });
});
