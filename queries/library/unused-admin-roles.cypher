/*
id: unused-admin-roles
title: Unused administrator roles
question: Which administrator roles were not used for some time and can still be assumed?
category: hygiene
severity: medium
remediation: Delete the role, or replace it by one that is made when it is needed.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials
tags: [soc2-cc6.2, soc2-cc6.3, nist-800-53-ac-2]
parameters:
  since: {type: date, default: -90d, description: Not used since}
columns: {role: role, account: account, lastUsedAt: date, reachedBy: integer, why: text}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.isAdmin AND target.createdAt < $since AND target.lastUsedAt < $since AND target.reachedBy <> 0
RETURN target.arn AS role, target.accountId AS account, target.lastUsedAt AS lastUsedAt, target.reachedBy AS reachedBy, target.adminWhy AS why
ORDER BY role
