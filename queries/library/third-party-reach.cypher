/*
id: third-party-reach
title: What third parties can reach
question: How many roles and accounts can each external account reach, and how far is it from an administrator?
category: third-parties
severity: low
remediation: Compare what each third party reaches with what its service needs, and narrow the roles it enters by.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
tags: [soc2-cc6.6, soc2-cc9.2]
columns: {principal: principal, outside: account, roles: integer, accounts: integer, hopsToAdmin: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'external-account' AND caller.reachRoles <> 0
RETURN caller.arn AS principal, caller.accountId AS outside, caller.reachRoles AS roles, caller.reachAccounts AS accounts,
  caller.hopsToAdmin AS hopsToAdmin
ORDER BY roles DESC, principal
