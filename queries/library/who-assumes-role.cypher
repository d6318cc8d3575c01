/*
id: who-assumes-role
title: Who can assume a role
question: Who can assume the given role directly, and under which conditions?
category: lookup
severity: info
remediation: Compare the list with those who need the role.
references: []
parameters:
  role: {type: role, description: "ARN or any part of it that names just one role"}
columns: {principal: principal, kind: text, principalAccount: account, verdict: text, requires: list}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal {arn: $role})
RETURN caller.arn AS principal, caller.kind AS kind, caller.accountId AS principalAccount, edge.verdict AS verdict, edge.requires AS requires
ORDER BY principal
