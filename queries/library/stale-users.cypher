/*
id: stale-users
title: Users with credentials that were not used for a while
question: Which users have a password or active keys that were last used long ago, and what do these lead to?
category: hygiene
severity: medium
remediation: Deactivate password and keys, and delete the user if nobody misses them.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
tags: [cis-aws-3.0-1.12, soc2-cc6.2, nist-800-53-ac-2]
parameters:
  since: {type: date, default: -45d, description: Not used since}
columns: {principal: principal, account: account, lastUsedAt: date, keys: integer, roles: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND (caller.passwordEnabled = 'true' OR caller.accessKeys > 0)
  AND caller.lastUsedAt <> '' AND caller.lastUsedAt < $since
RETURN caller.arn AS principal, caller.accountId AS account, caller.lastUsedAt AS lastUsedAt, caller.accessKeys AS keys, caller.reachRoles AS roles
ORDER BY lastUsedAt, principal
