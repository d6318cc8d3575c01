/*
id: who-reaches-role
title: Who can reach a role
question: Who can reach the given role, and in how many hops, up to eight, session state left aside?
category: lookup
severity: info
remediation: Use "rolepath reach --to", which follows session state too and shows the chains.
references: []
parameters:
  role: {type: role, description: "ARN or any part of it that names just one role"}
columns: {principal: principal, kind: text, principalAccount: account, hops: integer}
*/
MATCH p = (caller:Principal)-[:CAN_ASSUME* SHORTEST 1..8]->(target:Principal {arn: $role})
WHERE caller.arn <> $role
RETURN caller.arn AS principal, caller.kind AS kind, caller.accountId AS principalAccount, length(p) AS hops
ORDER BY hops, principal
