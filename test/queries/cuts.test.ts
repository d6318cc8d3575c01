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
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
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

/** The policy without the statement, if its document is the one that is meant. */
function without(use: PolicyUse, statement: string): PolicyUse {
  const at = statement.lastIndexOf('/');
  if (!use.document || use.document.id !== statement.slice(0, at)) return use;
  const json = JSON.parse(use.document.text) as { Statement: unknown };
  const statements = [json.Statement].flat().filter((_, index) => index !== Number(statement.slice(at + 1)));
  const side = use.as === 'trust' ? 'trust' : 'identity';
  return { ...use, document: parsePolicyDocument({ ...json, Statement: statements }, side).document };
}

describe('cuts', () => {
  it('stop whom they say, when the statement is taken out', async () => {
    const answer = await questions.cut(target, { limit: 100 });
    expect(answer.cuts.length).toBeGreaterThan(5);
    expect(answer.cuts.map(({ stops }) => stops)).toEqual(answer.cuts.map(({ stops }) => stops).sort((left, right) => right - left));
    for (const { gate, statement, policies, stops } of answer.cuts.slice(0, 8)) {
      const owners = new Set(policies.map(({ id }) => id.split('#')[0]));
      const cut: Organization = {
        ...organization,
        users: organization.users.map((user) =>
          gate === 'trust' ? user : { ...user, identityPolicies: user.identityPolicies.map((use) => without(use, statement)) },
        ),
        roles: organization.roles.map((role) =>
          gate === 'identity'
            ? { ...role, identityPolicies: role.identityPolicies.map((use) => without(use, statement)) }
            : owners.has(role.arn)
              ? { ...role, trust: without(role.trust, statement) }
              : role,
        ),
      };
      const graph = graphOf(cut);
      const after = createQuestions({ adjacency: buildAdjacency('s', graph), store: createMemoryReader(graph), manifest: testManifest });
      expect({ statement, left: (await after.reachTo(target)).total }).toEqual({ statement, left: answer.reachedBy - stops });
    }
  }, 120_000);

  it('for one principal are those that stop it', async () => {
    const answer = await questions.cut(target, { from: 'ada.lovelace' });
    expect(answer.reachedBy).toBe(1);
    expect(answer.cuts.length).toBeGreaterThan(0);
    expect(new Set(answer.cuts.map(({ stops, stopped }) => `${stops} ${stopped[0]?.name}`))).toEqual(new Set(['1 ada.lovelace']));
  });

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

describe('one edge', () => {
  it('is cut, and what is lost with it is said', async () => {
    const asked = sketchQuestions(sketch);
    const answer = await asked.cutEdge('role:hub', 'role:vault');
    expect(answer.roles.map(({ name }) => name)).toEqual(['end', 'vault']);
    expect(answer.principals.map(({ name }) => name)).toEqual(['hub', 'ann']);
    expect(await asked.cutEdge('role:hub', 'role:vault', { limit: 1 })).toMatchObject({ truncated: true, lostRoles: 2, lostPrincipals: 2 });
  });

  it('must be there', async () => {
    await expect(sketchQuestions(sketch).cutEdge('user:ann', 'role:vault')).rejects.toMatchObject({ code: 'invalid-argument' });
  });
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
  });
});
