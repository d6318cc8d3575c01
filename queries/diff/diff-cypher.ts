/**
 * The Cypher behind a comparison. Two snapshots are two databases, and no query asks two of them: this one lists what is compared, as
 * one snapshot has it, and says that it is for both. One text for every engine.
 */

/**
 * Rows: principal, kind, role and what the edge says of it (null for a principal without edges), for every principal. In the rows of
 * one snapshot and not of the other stands what changed; which chains follow from that is not asked.
 */
export const diffCypher = (before: string, after: string): string =>
  [
    '// What is compared, as one snapshot has it. Run it on each of the two, and look for rows that only one of them gives:',
    ...[before, after].map((id) => `//   rolepath cypher --snapshot ${id} - --limit 1000000 --output csv`),
    "// Of a large organization ask by parts, such as WHERE source.accountId = '…' below the first MATCH.",
    '// Who reaches what by that is searched in both, along chains, and not asked here.',
    'MATCH (source:Principal)',
    'OPTIONAL MATCH (source)-[edge:CAN_ASSUME]->(target:Principal)',
    'OPTIONAL MATCH (reason:Reason) WHERE reason.id = edge.reasonId',
    'RETURN source.arn AS principal, source.kind AS kind, target.arn AS role, edge.action AS action,',
    '  edge.verdict AS verdict, edge.requires AS requires, edge.oidcSub AS oidcSub, edge.crossAccount AS crossAccount, edge.grant AS grant,',
    '  edge.canTagSession AS canTagSession, edge.canSetSourceIdentity AS canSetSourceIdentity, edge.canChooseSessionName AS canChooseSessionName,',
    '  reason.alternatives AS alternatives, reason.tagSession AS tagSession, reason.setSourceIdentity AS setSourceIdentity,',
    '  reason.truncated AS truncated',
    'ORDER BY principal, role, action',
  ].join('\n');
