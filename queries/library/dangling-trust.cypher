/*
id: dangling-trust
title: Trust policies that name deleted users or roles
question: Which trust policies name a user or role that no longer exists?
category: hygiene
severity: medium
remediation: Remove the name. Where it is an ARN, whoever may create a role of that name may bring the trust back to life.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
tags: [soc2-cc6.2, soc2-cc6.3]
columns: {principal: principal, role: role, account: account, statement: integer}
*/
MATCH (target:Principal)-[trust:TRUSTS]->(named:Principal)
WHERE trust.effect = 'Allow' AND named.kind = 'deleted-principal'
RETURN named.arn AS principal, target.arn AS role, target.accountId AS account, trust.statementIndex AS statement
ORDER BY principal, role, statement
