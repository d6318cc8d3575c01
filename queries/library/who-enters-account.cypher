/*
id: who-enters-account
title: Who can enter an account
question: Which principals from outside the given account can assume a role in it?
category: lookup
severity: info
remediation: Compare the list with those who work in the account.
references: []
parameters:
  account: {type: account, description: Id or name of the account}
columns: {principal: principal, role: role, verdict: text, requires: list}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(home:Account {id: $account})
WHERE caller.accountId <> $account
RETURN caller.arn AS principal, target.arn AS role, edge.verdict AS verdict, edge.requires AS requires
ORDER BY principal, role
