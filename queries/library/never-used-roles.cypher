/*
id: never-used-roles
title: Roles that were never used
question: Which roles were created some time ago and have no recorded use?
category: hygiene
severity: info
remediation: Delete them. AWS keeps a record of use for 400 days.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials
tags: [soc2-cc6.2, nist-800-53-ac-2]
parameters:
  since: {type: date, default: -90d, description: Made before}
columns: {role: role, account: account, createdAt: date, reachedBy: integer}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.collected AND target.lastUsedAt = '' AND target.createdAt <> '' AND target.createdAt < $since
  AND NOT target.path STARTS WITH '/aws-service-role/'
RETURN target.arn AS role, target.accountId AS account, target.createdAt AS createdAt, target.reachedBy AS reachedBy
ORDER BY createdAt, role
