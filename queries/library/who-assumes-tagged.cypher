/*
id: who-assumes-tagged
title: Who can assume roles with a tag
question: Who can assume the roles that carry the given tag?
category: lookup
severity: info
remediation: Compare the list with those for whom the tag was meant.
references: []
parameters:
  key: {type: string, description: The tag's key}
  value: {type: string, description: The tag's value}
columns: {principal: principal, role: role, account: account, verdict: text, requires: list}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE target.tags CONTAINS ('{"key":"' + $key + '","value":"' + $value + '"}')
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.verdict AS verdict, edge.requires AS requires
ORDER BY principal, role
