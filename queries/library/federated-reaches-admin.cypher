/*
id: federated-reaches-admin
title: OIDC identities that can reach an administrator role
question: Which OIDC identities can reach an administrator role, directly or by a chain, and which role if it is at most three hops away?
category: federation
severity: high
remediation: Give the pipeline a role with the rights that it needs, or cut the hop that leads to the administrator.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH (caller:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind IN ['federated-subject', 'oidc-provider'] AND caller.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops
UNION
MATCH (caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind IN ['federated-subject', 'oidc-provider'] AND caller.hopsToAdmin = 2 AND first.hopsToAdmin = 1 AND target.isAdmin
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, 2 AS hops
UNION
MATCH (caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(second:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.kind IN ['federated-subject', 'oidc-provider'] AND caller.hopsToAdmin = 3 AND first.hopsToAdmin = 2 AND second.hopsToAdmin = 1
  AND target.isAdmin
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, 3 AS hops
UNION
MATCH (caller:Principal)
WHERE caller.kind IN ['federated-subject', 'oidc-provider'] AND caller.hopsToAdmin > 3
RETURN caller.arn AS principal, '' AS role, '' AS account, caller.hopsToAdmin AS hops
