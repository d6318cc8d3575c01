/*
id: depends-on-unknown
title: Role assumptions that depend on policies not in the data
question: Which principals can assume a role only if something that is not in the data, such as their own account's policies, allows it?
category: exposure
severity: info
remediation: Collect the other account, or ask its owner. Until then nobody can say who comes in.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
tags: []
columns: {principal: principal, role: role, account: account, requires: list}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE 'unknown-identity' IN edge.requires
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
