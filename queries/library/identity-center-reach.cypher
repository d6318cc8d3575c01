/*
id: identity-center-reach
title: What IAM Identity Center roles can reach
question: Which IAM Identity Center roles can assume other roles, and how far are they from an administrator?
category: identity-center
severity: info
remediation: Compare what each permission set reaches with what its users need.
references:
  - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
tags: [soc2-cc6.3]
columns: {role: role, account: account, roles: integer, accounts: integer, hopsToAdmin: integer}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.path STARTS WITH '/aws-reserved/sso.amazonaws.com/' AND target.reachRoles <> 0
RETURN target.arn AS role, target.accountId AS account, target.reachRoles AS roles, target.reachAccounts AS accounts, target.hopsToAdmin AS hopsToAdmin
ORDER BY roles DESC, role
