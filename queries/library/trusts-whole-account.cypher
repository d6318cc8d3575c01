/*
id: trusts-whole-account
title: Roles that trust another collected account as a whole
question: Which roles trust every principal of another collected account that has a policy allowing it to assume the role?
category: segmentation
severity: medium
remediation: Name the role that needs it in Principal. As it is, whoever writes policies in the other account decides who comes in.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, statement: integer}
*/
MATCH (target:Principal)-[trust:TRUSTS]->(named:Principal)
WHERE trust.effect = 'Allow' AND named.kind = 'root' AND named.accountId <> target.accountId
RETURN named.arn AS principal, target.arn AS role, target.accountId AS account, trust.statementIndex AS statement
ORDER BY principal, role, statement
