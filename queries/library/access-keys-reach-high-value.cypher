/*
id: access-keys-reach-high-value
title: Users with active access keys that reach a high-value role
question: Which IAM users with active access keys can reach, within two hops, a high-value role that is not an administrator?
category: privilege
severity: medium
remediation: Replace the keys by a role with temporary credentials, or let the role ask for MFA or a source network.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
tags: [soc2-cc6.1, soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, hops: integer, keys: integer}
reaches: true
*/
MATCH (caller:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.accessKeys > 0 AND target.highValue AND NOT target.isAdmin
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops, caller.accessKeys AS keys
UNION
MATCH (caller:Principal)-[:CAN_ASSUME]->(between:Principal)-[:CAN_ASSUME]->(target:Principal)
WHERE caller.accessKeys > 0 AND target.highValue AND NOT target.isAdmin AND between.arn <> target.arn
  AND NOT EXISTS { MATCH (caller)-[:CAN_ASSUME]->(target) }
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 2 AS hops, caller.accessKeys AS keys
