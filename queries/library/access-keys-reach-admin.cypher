/*
id: access-keys-reach-admin
title: Users with active access keys that reach an administrator role
question: Which IAM users with active access keys are administrators or can reach an administrator role, and in how many hops?
category: privilege
severity: high
remediation: Replace the keys by a role with temporary credentials. Until then, cut the hop that leads to the administrator, or let it ask for a source network.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
tags: [cis-aws-3.0-1.14, soc2-cc6.1, soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, hops: integer, keys: integer}
reaches: true
*/
MATCH (caller:Principal)
WHERE caller.accessKeys > 0 AND caller.isAdmin
RETURN caller.arn AS principal, '' AS role, caller.accountId AS account, 0 AS hops, caller.accessKeys AS keys
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(target:Principal)
WHERE caller.accessKeys > 0 AND caller.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 1 AS hops, caller.accessKeys AS keys
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(target:Principal)
WHERE caller.accessKeys > 0 AND caller.hopsToAdmin = 2 AND first.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 2 AS hops, caller.accessKeys AS keys
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(second:Principal)-[c:CAN_ASSUME]->(target:Principal)
WHERE caller.accessKeys > 0 AND caller.hopsToAdmin = 3 AND first.hopsToAdmin = 2 AND second.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 3 AS hops, caller.accessKeys AS keys
UNION
MATCH (caller:Principal)
WHERE caller.accessKeys > 0 AND caller.hopsToAdmin > 3
RETURN caller.arn AS principal, '' AS role, caller.accountId AS account, caller.hopsToAdmin AS hops, caller.accessKeys AS keys
