/*
id: cross-account-admin
title: Administrator roles that another account can assume
question: Which administrator roles can users and roles of another account assume directly?
category: privilege
severity: high
remediation: Keep administrator roles to their own account and single sign-on, or bind the trust to one named role and MFA.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE edge.crossAccount AND target.isAdmin AND caller.kind IN ['user', 'role'] AND caller.accountId <> ''
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
