/*
id: stale-users
title: Users with credentials that were not used for some time, or never
question: Which IAM users have a password or active access keys that were last used long ago, or never since the user was created, and how many roles can they reach?
category: hygiene
severity: medium
remediation: Deactivate password and keys, and delete the user if nobody misses them.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
tags: [cis-aws-3.0-1.12, soc2-cc6.2, nist-800-53-ac-2]
parameters:
  since: {type: date, default: -45d, description: Not used since}
columns: {principal: principal, account: account, used: text, lastUsedAt: date, createdAt: date, keys: integer, roles: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND (caller.passwordEnabled = 'true' OR caller.accessKeys > 0)
  AND (caller.lastUsedAt <> '' AND caller.lastUsedAt < $since
    OR caller.credentialsUsed = 'false' AND caller.createdAt <> '' AND caller.createdAt < $since)
RETURN caller.arn AS principal, caller.accountId AS account, CASE WHEN caller.credentialsUsed = 'false' THEN 'never' ELSE 'long ago' END AS used,
  caller.lastUsedAt AS lastUsedAt, caller.createdAt AS createdAt, caller.accessKeys AS keys, caller.reachRoles AS roles
ORDER BY used, lastUsedAt, principal
