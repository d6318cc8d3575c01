/*
id: two-active-access-keys
title: Users with two active access keys
question: Which IAM users have two active access keys, and how many roles can they reach?
category: hygiene
severity: low
remediation: Deactivate the older key, see that nothing breaks, and delete it. Two keys are for the moment in which one replaces the other.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
tags: [cis-aws-3.0-1.13, soc2-cc6.1, nist-800-53-ac-2]
columns: {principal: principal, account: account, roles: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND caller.accessKeys > 1
RETURN caller.arn AS principal, caller.accountId AS account, caller.reachRoles AS roles
ORDER BY roles DESC, principal
