/** The queries that the Cypher page offers: whoever may type Cypher may run them as they stand, and on each engine they find what they say. */
import { expect, it } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { checkCypher } from '../../graph/cypher/guard.ts';
import { exampleQueries } from '../../web/src/queries/example-queries.ts';
import { describeEngines } from '../support/engines.ts';
import { buildGraph } from '../support/graph-builder.ts';

function makeGraph(): AccessGraph {
  const { nodes, relationships, canAssume } = buildGraph({
    accounts: ['1 build', '2 prod'],
    principals: ['user alice@1', 'role ci@1', 'role admin@2'],
    edges: ['alice > ci', 'ci > admin', 'alice >? admin mfa'],
    policies: [{ as: 'scp', id: 'p-1', name: 'no-deletes' }],
  });
  const statement = { id: 'd/0', index: 0, sid: 'NoDeletes', side: 'scp', effect: 'Deny', actions: ['iam:Delete*'], resources: ['*'] };
  return {
    canAssume,
    nodes: {
      ...nodes,
      Principal: nodes.Principal.map((row) => ({ ...row, isAdmin: row.name === 'admin', reachRoles: row.name === 'alice' ? 2 : 0 })),
      Statement: [{ ...statement, principals: [], conditionKeys: [] }],
    },
    relationships: {
      ...relationships,
      HAS_STATEMENT: [{ fromLabel: 'Policy', from: 'p-1', toLabel: 'Statement', to: 'd/0' }],
    },
  };
}

describeEngines('queries to begin with', (engine) => {
  it('find what they say', async () => {
    const store = await engine.open(makeGraph());
    const found: Record<string, number> = {};
    for (const { title, text } of exampleQueries) {
      checkCypher(text, engine.name);
      found[title] = (await store.run(text, {})).length;
    }
    expect(found).toEqual({
      'Administrator roles that another account can assume': 2,
      'Users who get into a role without MFA': 1,
      'Chains of two hops that end at an administrator': 1,
      'Who reaches the most roles': 1,
      'What conditional edges ask for, and how many do': 1,
      'What service control policies deny': 1,
    });
  });
});
