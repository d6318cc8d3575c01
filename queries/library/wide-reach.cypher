/*
id: wide-reach
title: Users and roles that reach many accounts
question: Which users and roles can reach roles in more than a given number of accounts?
category: privilege
severity: low
remediation: Check that the principal needs all of them. Its credentials are worth all that they reach.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [soc2-cc6.3, nist-800-53-ac-6]
parameters:
  most: {type: integer, default: 5, description: As many accounts may be reached}
columns: {principal: principal, account: account, accounts: integer, roles: integer, hopsToAdmin: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind IN ['user', 'role'] AND caller.reachAccounts > $most
RETURN caller.arn AS principal, caller.accountId AS account, caller.reachAccounts AS accounts, caller.reachRoles AS roles,
  caller.hopsToAdmin AS hopsToAdmin
ORDER BY accounts DESC, principal
