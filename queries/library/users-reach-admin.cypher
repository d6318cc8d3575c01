/*
id: users-reach-admin
title: IAM users that can reach an administrator role
question: Which IAM users, which can have long-lived access keys, can reach an administrator role, in how many hops, and which role if it is at most three away?
category: privilege
severity: high
remediation: Replace the user by single sign-on or a role with temporary credentials, or cut the hop that leads to the administrator.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#lock-away-credentials
tags: [soc2-cc6.1, soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH (caller:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND caller.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 1 AS hops
UNION
MATCH (caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND caller.hopsToAdmin = 2 AND first.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 2 AS hops
UNION
MATCH (caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(second:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND caller.hopsToAdmin = 3 AND first.hopsToAdmin = 2 AND second.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 3 AS hops
UNION
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND caller.hopsToAdmin > 3
RETURN caller.arn AS principal, '' AS role, '' AS account, caller.hopsToAdmin AS hops
