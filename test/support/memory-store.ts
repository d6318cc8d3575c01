/** A GraphReader over an AccessGraph in memory, for tests that need no engine. */
import type { AccessGraph } from '../../graph/access-graph.ts';
import type { GraphReader } from '../../graph/store.ts';
import type { PolicyUse } from '../../iam/types.ts';

export function createMemoryReader({ nodes, relationships }: AccessGraph): GraphReader {
  const policies = new Map(nodes.Policy.map((row) => [row.id, row]));
  const principals = new Map(nodes.Principal.map((row) => [row.arn, row]));
  return {
    async readPrincipal(arn) {
      const node = principals.get(arn);
      if (!node) return null;
      const groups = relationships.MEMBER_OF.filter(({ from }) => from === arn).map(({ to }) => to);
      const uses = [null, ...groups].flatMap((viaGroup) =>
        relationships.HAS_POLICY.filter(({ from }) => from === (viaGroup ?? arn)).map(({ to, as }) => {
          const row = policies.get(to);
          return { as: as as PolicyUse['as'], id: to, name: row?.name ?? '', document: row?.document || null, viaGroup };
        }),
      );
      return { node, policies: uses, groups: groups.sort() };
    },
    readAccount: async (id) => nodes.Account.find((row) => row.id === id) ?? null,
    readPolicies: async (ids) => ids.flatMap((id) => policies.get(id) ?? []),
    run: () => Promise.reject(new Error('A graph in memory runs no Cypher.')),
  };
}
