/** Queries to begin with, for whoever opens the Cypher page without one. Each runs as it stands on both engines, on any organization. */
export interface ExampleQuery {
  readonly title: string;
  readonly text: string;
}

/** What the editor opens with. */
export const firstExample: ExampleQuery = {
  title: 'Administrator roles that another account can assume',
  text: `MATCH (p:Principal)-[e:CAN_ASSUME]->(r:Principal)
WHERE r.isAdmin AND e.crossAccount
RETURN p, e, r LIMIT 50`,
};

export const exampleQueries: readonly ExampleQuery[] = [
  firstExample,
  {
    title: 'Users who get into a role without MFA',
    text: `MATCH (u:Principal)-[e:CAN_ASSUME]->(r:Principal)
WHERE u.kind = 'user' AND NOT 'mfa' IN e.requires
RETURN u, e, r LIMIT 50`,
  },
  {
    title: 'Chains of two hops that end at an administrator',
    text: `MATCH (u:Principal)-[a:CAN_ASSUME]->(m:Principal)-[b:CAN_ASSUME]->(r:Principal)
WHERE u.kind = 'user' AND r.isAdmin
RETURN u, a, m, b, r LIMIT 25`,
  },
  {
    title: 'Who reaches the most roles',
    text: `MATCH (p:Principal)
WHERE p.kind IN ['user', 'role'] AND p.reachRoles > 0
RETURN p.name AS name, p.accountId AS accountId, p.reachRoles AS roles, p.reachAccounts AS accounts, p.hopsToAdmin AS hopsToAdmin
ORDER BY roles DESC LIMIT 25`,
  },
  {
    title: 'What conditional edges ask for, and how many do',
    text: `MATCH (p:Principal)-[e:CAN_ASSUME]->(r:Principal)
WHERE e.verdict = 'conditional'
RETURN e.requires AS requires, count(*) AS edges
ORDER BY edges DESC`,
  },
  {
    title: 'What service control policies deny',
    text: `MATCH (p:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE p.kind = 'scp' AND s.effect = 'Deny'
RETURN p.name AS policy, s.sid AS sid, s.actions AS actions, s.conditionKeys AS conditionKeys`,
  },
];
