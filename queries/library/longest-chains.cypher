/*
id: longest-chains
title: The longest chains from users to roles
question: Which users are the most hops away from a role that they can reach, by the shortest chain of up to eight hops, session state left aside?
category: privilege
severity: info
remediation: Read the chain hop by hop. Each hop was meant; ask whether the whole was.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
tags: [soc2-cc6.3]
parameters:
  least: {type: integer, default: 3, description: Fewest hops that are shown}
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH p = (caller:Principal)-[:CAN_ASSUME* SHORTEST 1..8]->(target:Principal)
WHERE caller.kind = 'user' AND caller.reachRoles <> 0 AND length(p) >= $least
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, length(p) AS hops
ORDER BY hops DESC, principal, role
