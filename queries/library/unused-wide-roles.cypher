/*
id: unused-wide-roles
title: Unused roles that can reach several others
question: Which roles were not used for some time and can reach several others?
category: hygiene
severity: medium
remediation: Delete the role, or take from it what it does not need. Nobody would notice that it is used again.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials
tags: [soc2-cc6.2, soc2-cc6.3, nist-800-53-ac-2]
parameters:
  since: {type: date, default: -90d, description: Not used since}
  least: {type: integer, default: 3, description: Fewest roles that it reaches}
columns: {role: role, account: account, lastUsedAt: date, roles: integer, reachedBy: integer}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.collected AND target.createdAt < $since AND target.lastUsedAt < $since
  AND (target.reachRoles >= $least OR target.reachRoles = -1) AND NOT target.path STARTS WITH '/aws-service-role/'
RETURN target.arn AS role, target.accountId AS account, target.lastUsedAt AS lastUsedAt, target.reachRoles AS roles, target.reachedBy AS reachedBy
ORDER BY roles DESC, role
