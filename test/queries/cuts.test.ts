/** What to cut, on the example organization: a statement that is said to stop so many does so when it is taken out of the policies. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { createLadybugWriter, openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import type { GraphStore } from '../../graph/store.ts';
import { type PolicyUse, parsePolicyDocument } from '../../iam/index.ts';
import { buildAccessGraph } from '../../ingest/build-access-graph.ts';
import { deriveEdges } from '../../ingest/derive/derive-edges.ts';
import { readHighValue } from '../../ingest/facts/high-value.ts';
import { derivePrincipalFacts } from '../../ingest/facts/principal-facts.ts';
import { readOrganization } from '../../ingest/index.ts';
import type { Organization } from '../../ingest/organization.ts';
import type { CutStatement } from '../../queries/answers.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
import { buildGraph } from '../support/graph-builder.ts';
import { createMemoryReader } from '../support/memory-store.ts';
import { sketchQuestions, testManifest } from '../support/snapshot-view.ts';

const example = join(import.meta.dirname, '../../examples/acme');
const target = '666677778888:role/prod-deploy';

let directory: string;
let store: GraphStore;
let organization: Organization;
let questions: Questions;

function graphOf(of: Organization) {
  const derived = deriveEdges(of);
  return buildAccessGraph(of, derived, derivePrincipalFacts(of, derived, readHighValue([])));
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rolepath-cuts-'));
  organization = (await readOrganization([example])).organization;
  const graph = graphOf(organization);
  const path = join(directory, 'graph.lbug');
  await createLadybugWriter(path).write(graph);
  store = await openLadybugStore(path);
  questions = createQuestions({ adjacency: buildAdjacency('s', graph), store, manifest: testManifest });
});
afterAll(async () => {
  await store?.close();
  await rm(directory, { recursive: true, force: true });
});

/** The policy without the statement, which is in it. */
function without(use: PolicyUse, statement: string): PolicyUse {
  const json = JSON.parse(use.document?.text ?? '{}') as { Statement: unknown };
  const statements = [json.Statement].flat().filter((_, index) => index !== Number(statement.slice(statement.lastIndexOf('/') + 1)));
  const side = use.as === 'trust' ? 'trust' : 'identity';
  return { ...use, document: parsePolicyDocument({ ...json, Statement: statements }, side).document };
}

/** The organization without these statements, in the policies that they are said to stand in. */
function takeOut(gate: 'trust' | 'identity', statements: readonly CutStatement[]): Organization {
  const strip = (use: PolicyUse): PolicyUse =>
    statements
      .toSorted((left, right) => right.index - left.index)
      .reduce(
        (left, { statement, policies }) =>
          use.document?.id === idOf(statement) && policies.some(({ id }) => id === use.id) ? without(left, statement) : left,
        use,
      );
  const trusting = new Set(statements.flatMap(({ policies }) => policies.map(({ id }) => id.split('#')[0])));
  return {
    ...organization,
    users: organization.users.map((user) => (gate === 'trust' ? user : { ...user, identityPolicies: user.identityPolicies.map(strip) })),
    roles: organization.roles.map((role) =>
      gate === 'identity'
        ? { ...role, identityPolicies: role.identityPolicies.map(strip) }
        : trusting.has(role.arn)
          ? { ...role, trust: strip(role.trust) }
          : role,
    ),
  };
}

const idOf = (statement: string): string => statement.slice(0, statement.lastIndexOf('/'));

describe('cuts', () => {
  it('stop whom they say, when the statement is taken out', async () => {
    const answer = await questions.cut(target, { limit: 100 });
    expect(answer.cuts.length).toBeGreaterThan(5);
    expect(answer.cuts.map(({ stops }) => stops)).toEqual(answer.cuts.map(({ stops }) => stops).sort((left, right) => right - left));
    for (const { gate, stops, ...statement } of answer.cuts.slice(0, 8)) {
      const graph = graphOf(takeOut(gate, [statement]));
      const after = createQuestions({ adjacency: buildAdjacency('s', graph), store: createMemoryReader(graph), manifest: testManifest });
      expect({ statement: statement.statement, left: (await after.reachTo(target)).total }).toEqual({
        statement: statement.statement,
        left: answer.reachedBy - stops,
      });
    }
  }, 120_000);

  it('for one principal are those that stop it, out of the policies on its own chains, and what others lose as well', async () => {
    const answer = await questions.cut(target, { from: 'ada.lovelace' });
    expect(answer.reachedBy).toBe(1);
    expect(answer.cuts.length).toBeGreaterThan(3);
    expect(new Set(answer.cuts.map(({ stops, stopped }) => `${stops} ${stopped[0]?.name}`))).toEqual(new Set(['1 ada.lovelace']));
    const prices = answer.cuts.map(({ stopsInAll }) => stopsInAll);
    expect(prices).toEqual(prices.toSorted((left, right) => left - right));
    // Another role has the same inline policy; ada does not go through it.
    const owners = answer.cuts.flatMap(({ policies }) => policies.map(({ id }) => id.split('#')[0] ?? ''));
    expect(owners.filter((owner) => owner.includes('AWSReservedSSO'))).toEqual([]);
    const before = (await questions.reachTo(target)).total;
    for (const { gate, stopsInAll, ...statement } of answer.cuts) {
      const graph = graphOf(takeOut(gate, [statement]));
      const after = createQuestions({ adjacency: buildAdjacency('s', graph), store: createMemoryReader(graph), manifest: testManifest });
      const { rows, total } = await after.reachTo(target);
      expect(rows.map(({ principal }) => principal.name)).not.toContain('ada.lovelace');
      expect({ statement: statement.statement, left: total }).toEqual({ statement: statement.statement, left: before - stopsInAll });
    }
  }, 120_000);

  it('show Cypher that runs', async () => {
    const { cypher } = await questions.cut(target);
    expect((await store.run(cypher ?? '', {})).map(({ edges }) => edges)).not.toEqual([]);
  });
});

const sketch = {
  accounts: ['1 one'],
  principals: ['user ann@1', 'user bob@1', 'role hub@1', 'role side@1', 'role vault@1', 'role end@1'],
  edges: ['ann > hub', 'bob > hub', 'bob > side', 'hub > vault', 'side > vault', 'vault > end'],
};

/** Without policies there is nothing to take out, but what is lost with an edge can be said. */
function sketched(): Questions {
  const graph = buildGraph(sketch);
  const store = { ...createMemoryReader(graph), run: async () => [] };
  return createQuestions({ adjacency: buildAdjacency('s', graph), store, manifest: testManifest });
}

describe('one edge', () => {
  it('is cut, and what is lost with it is said', async () => {
    const asked = sketched();
    const answer = await asked.cutEdge('role:hub', 'role:vault');
    expect(answer.roles.map(({ name }) => name)).toEqual(['end', 'vault']);
    expect(answer.principals.map(({ name }) => name)).toEqual(['hub', 'ann']);
    expect(answer.ways).toEqual([]);
    expect(await asked.cutEdge('role:hub', 'role:vault', { limit: 1 })).toMatchObject({ truncated: true, lostRoles: 2, lostPrincipals: 2 });
  });

  it('must be there', async () => {
    await expect(sketched().cutEdge('user:ann', 'role:vault')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it.each([
    ['role:build-runner', 'role:prod-deploy'],
    ['role:developer', 'role:artifact-publisher'],
    ['user:ada.lovelace', 'role:developer'],
  ])(
    '%s to %s: each way closes it, and loses what it says',
    async (from, to) => {
      const { ways, ...answer } = await questions.cutEdge(from, to);
      expect(ways.map(({ gate }) => gate)).toContain('trust');
      for (const { gate, statements, edges, lostRoles, lostPrincipals } of ways) {
        expect(statements.every(({ document }) => (document as { Effect: string }).Effect === 'Allow')).toBe(true);
        const after = graphOf(takeOut(gate, statements));
        const asked = createQuestions({ adjacency: buildAdjacency('s', after), store: createMemoryReader(after), manifest: testManifest });
        const [reached, reachers] = [await questions.reachFrom(from), await questions.reachTo(to)];
        expect({
          gate,
          edges: [...questions.edges()].length - [...asked.edges()].length,
          lostRoles: reached.total - (await asked.reachFrom(from)).total,
          lostPrincipals: reachers.total - (await asked.reachTo(to)).total,
        }).toEqual({ gate, edges, lostRoles, lostPrincipals });
        expect(lostPrincipals).toBeGreaterThanOrEqual(answer.lostPrincipals);
        expect((await asked.reachFrom(from, { maxHops: 1 })).rows.map(({ principal }) => principal.arn)).not.toContain(answer.to.arn);
      }
    },
    120_000,
  );
});

describe('choke points', () => {
  it('are the roles that most pairs pass, and those that none can go round', async () => {
    const asked = sketchQuestions({ ...sketch, highValue: ['end'] });
    const { rows, pairs, targets } = await asked.chokePoints();
    expect({ pairs, targets }).toEqual({ pairs: 5, targets: 1 });
    // Bob has two ways to the vault; the best of them is through the hub.
    expect(rows.map(({ principal, pairs: passed, unavoidable }) => [principal.name, passed, unavoidable])).toEqual([
      ['vault', 4, 4],
      ['hub', 2, 1],
    ]);
    expect(await asked.chokePoints({ limit: 1 })).toMatchObject({ pairs: 5, truncated: true, rows: rows.slice(0, 1) });
  });

  it('are counted while others have their turn', async () => {
    const asked = sketchQuestions({ ...sketch, highValue: ['end', 'hub'] }).chokePoints();
    const first = await Promise.race([asked.then(() => 'choke points'), new Promise((resolve) => setImmediate(() => resolve('another')))]);
    expect(first).toBe('another');
    expect((await asked).targetsCounted).toBe(2);
  });
});
