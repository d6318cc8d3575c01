/**
 * What every engine promises (graph/store.ts): the same graph gives the same answers. Each engine runs it, in contract.test.ts; a
 * new engine is added to test/support/engines.ts.
 */
import { describe, expect, test } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { TestEngine } from '../support/engines.ts';
import { canonical, expectAllRead, failure, sortBy } from '../support/expect-graph.ts';
import { edgeColumns, emptyGraph, groupArn, hostileGraph, policy, principal, smallGraph, userArn } from '../support/sample-graph.ts';

/** Registers the suite's tests. */
export function describeContract(engine: TestEngine): void {
  const store = (graph: AccessGraph): Promise<GraphStore> => engine.open(graph);

  describe('round trip', () => {
    test('every label, relationship type and property', async () => {
      await expectAllRead(smallGraph, await store(smallGraph));
    });

    test('hostile texts in keys, properties and lists', async () => {
      const graph = hostileGraph();
      await expectAllRead(graph, await store(graph));
    });

    test('an empty graph', async () => {
      await expectAllRead(emptyGraph, await store(emptyGraph));
    });

    test('more edges than one piece of a load file holds', async () => {
      const principals = Array.from({ length: 300 }, (_, index) => principal(`arn:aws:iam::111111111111:role/role-${index}`));
      const edges = principals.flatMap((_, from) =>
        Array.from({ length: 100 }, (_, step) => ({ from, to: (from + step) % 300, reason: step % 2 })),
      );
      const graph = {
        ...smallGraph,
        nodes: { ...smallGraph.nodes, Principal: principals },
        relationships: emptyGraph.relationships,
        canAssume: edgeColumns(edges),
      };
      await expectAllRead(graph, await store(graph));
    });
  });

  describe('reading', () => {
    test('a principal with own policies and those of its groups, in order', async () => {
      const read = await store(smallGraph);
      expect(await read.readPrincipal(userArn)).toEqual({
        node: smallGraph.nodes.Principal[0],
        groups: [groupArn],
        policies: [
          { as: 'boundary', id: 'arn:aws:iam::aws:policy/Missing', name: 'Missing', document: null, viaGroup: null },
          { as: 'inline', id: `${userArn}#inline/assume`, name: 'assume', document: '{"Statement":[{"Effect":"Allow"}]}', viaGroup: null },
          { as: 'inline', id: `${groupArn}#inline/assume`, name: 'assume', document: '{"Statement":[]}', viaGroup: groupArn },
        ],
      });
    });

    test('what is not there is null or left out', async () => {
      const read = await store(smallGraph);
      expect(await read.readPrincipal("x'}) RETURN 1 //")).toBeNull();
      expect(await read.readAccount('999999999999')).toBeNull();
      expect(await read.readPolicies(['nope'])).toEqual([]);
      expect(await read.readPolicies([])).toEqual([]);
    });

    test('accounts and policies; policies in the order asked', async () => {
      const read = await store(smallGraph);
      expect(await read.readAccount('111111111111')).toEqual(smallGraph.nodes.Account[0]);
      const ids = ['p-1', 'nope', `${groupArn}#inline/assume`, 'p-1'];
      expect((await read.readPolicies(ids)).map(({ id }) => id)).toEqual(['p-1', `${groupArn}#inline/assume`, 'p-1']);
    });

    test('paths are nodes and relationships in order, with the keys of their ends', async () => {
      const read = await store(smallGraph);
      const [row] = await read.run('MATCH p = (a:Principal {arn: $arn})-[:CAN_ASSUME*2..2]->(b:Principal) RETURN p, length(p) AS hops', {
        arn: userArn,
      });
      const path = row?.['p'] as { nodes: { arn: string }[]; relationships: { _from: string; _to: string; requires: string[] }[] };
      const arns = [0, 1, 2].map((index) => smallGraph.nodes.Principal[index]?.arn);
      expect(row?.['hops']).toBe(2);
      expect(path.nodes.map(({ arn }) => arn)).toEqual(arns);
      expect(path.relationships.map(({ _from, _to, requires }) => [_from, _to, requires])).toEqual([
        [arns[0], arns[1], []],
        [arns[1], arns[2], ['mfa', 'external-id']],
      ]);
    });

    test('lists, maps and relationships inside of them are plain values too', async () => {
      const read = await store(smallGraph);
      const [row] = await read.run(
        'MATCH (a:Principal {arn: $arn})-[r:MEMBER_OF]->(g) RETURN collect(r) AS list, {member: a.arn, by: r} AS map',
        { arn: userArn },
      );
      const memberOf = { _label: 'MEMBER_OF', _from: userArn, _to: groupArn };
      expect(row).toEqual({ list: [memberOf], map: { member: userArn, by: memberOf } });
    });

    test('nodes of several labels each have the properties of their own', async () => {
      const read = await store(smallGraph);
      const rows = await read.run('MATCH (:Policy {id: $id})-[:APPLIES_TO]->(n) RETURN n', { id: 'p-1' });
      expect(
        sortBy(
          rows.map(({ n }) => n as object),
          canonical,
        ),
      ).toEqual(
        sortBy(
          [
            { _label: 'OrganizationalUnit', ...smallGraph.nodes.OrganizationalUnit[0] },
            { _label: 'Account', ...smallGraph.nodes.Account[0] },
          ],
          canonical,
        ),
      );
    });

    test('many questions at once are all answered', async () => {
      const read = await store(smallGraph);
      const answers = await Promise.all(Array.from({ length: 50 }, () => read.readPrincipal(userArn)));
      expect(new Set(answers.map((answer) => answer?.node.arn))).toEqual(new Set([userArn]));
    });

    test('two stores on one database; closing one leaves the other', async () => {
      const database = await engine.load(smallGraph);
      const [first, second] = [await database.openStore(), await database.openStore()];
      expect(await second.readAccount('111111111111')).toEqual(await first.readAccount('111111111111'));
      await first.close();
      expect(await second.readAccount('111111111111')).toEqual(smallGraph.nodes.Account[0]);
      await second.close();
    });
  });

  describe('refused graphs', () => {
    const refused: readonly { name: string; graph: AccessGraph }[] = [
      { name: 'a lone surrogate in a key', graph: { ...emptyGraph, nodes: { ...emptyGraph.nodes, Principal: [principal('a\ud800')] } } },
      {
        name: 'a lone surrogate in a property',
        graph: { ...emptyGraph, nodes: { ...emptyGraph.nodes, Policy: [policy('p', { name: '\udc00' })] } },
      },
      { name: 'the same key twice', graph: { ...emptyGraph, nodes: { ...emptyGraph.nodes, Principal: [principal('a'), principal('a')] } } },
      {
        name: 'a number that is not whole',
        graph: {
          ...smallGraph,
          nodes: { ...smallGraph.nodes, Statement: smallGraph.nodes.Statement.map((row) => ({ ...row, index: 0.5 })) },
        },
      },
      {
        name: 'an edge to a principal that is not there',
        graph: { ...smallGraph, canAssume: edgeColumns([{ from: 0, to: 99, reason: 0 }]) },
      },
      {
        name: 'an edge with a reason that is not there',
        graph: { ...smallGraph, canAssume: edgeColumns([{ from: 0, to: 1, reason: 99 }]) },
      },
      {
        name: 'a relationship to a node that is not there',
        graph: {
          ...smallGraph,
          relationships: {
            ...smallGraph.relationships,
            IN_UNIT: [{ fromLabel: 'Account', from: '111111111111', toLabel: 'OrganizationalUnit', to: 'gone' }],
          },
        },
      },
      {
        name: 'a relationship between labels that the schema does not connect',
        graph: {
          ...smallGraph,
          relationships: {
            ...smallGraph.relationships,
            IN_UNIT: [{ fromLabel: 'Policy', from: 'p-1', toLabel: 'OrganizationalUnit', to: 'r-1' }],
          },
        },
      },
    ];
    test.each(refused)('$name', async ({ graph }) => {
      expect((await failure(engine.load(graph))).code).toBe('write-failed');
    });
  });

  describe('queries that fail', () => {
    const queries: readonly { name: string; cypher: string; parameters: Record<string, unknown> }[] = [
      { name: 'syntax', cypher: 'MATCH', parameters: {} },
      { name: 'a missing parameter', cypher: 'MATCH (n:Principal {arn: $arn}) RETURN n', parameters: {} },
      { name: 'writing', cypher: "CREATE (:OrganizationalUnit {id: 'x', name: 'x'})", parameters: {} },
    ];
    test.each(queries)('$name', async ({ cypher, parameters }) => {
      const read = await store(smallGraph);
      expect((await failure(read.run(cypher, parameters))).code).toBe('query-failed');
      expect(await read.readAccount('111111111111')).not.toBeNull();
    });

    test('a query beyond its time is stopped', async () => {
      const read = await (await engine.load(hostileGraph())).openStore({ timeoutMs: 50 });
      const error = await failure(
        read.run(
          'MATCH (a:Principal), (b:Principal), (c:Principal), (d:Principal), (e:Principal) RETURN count(*) AS n, max(a.arn + b.arn + c.arn + d.arn + e.arn) AS m',
          {},
        ),
      );
      expect(error.code).toBe('query-failed');
      await read.close();
    });

    test('asking after closing; closing twice is allowed', async () => {
      const read = await store(smallGraph);
      await Promise.all([read.close(), read.close()]);
      await read.close();
      expect((await failure(read.readAccount('111111111111'))).code).toBe('query-failed');
    });
  });
}
