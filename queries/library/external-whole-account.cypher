/*
id: external-whole-account
title: Roles that trust an external account as a whole
question: Which trust policies name an account that was not collected rather than roles in it, so that the account itself decides who may assume the role?
category: third-parties
severity: medium
remediation: Ask the third party which role it uses, and name that role in Principal in place of the account.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
tags: [soc2-cc6.6, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, statement: integer}
*/
// A pattern, not ENDS WITH: over an indexed property Neo4j 5 at times plans that with an index that cannot answer it, and the query fails.
MATCH (target:Principal)-[trust:TRUSTS]->(named:Principal)
WHERE trust.effect = 'Allow' AND named.kind = 'external-account' AND named.arn =~ 'arn:[^:]+:iam::[0-9]+:root'
RETURN named.arn AS principal, target.arn AS role, target.accountId AS account, trust.statementIndex AS statement
ORDER BY principal, role, statement
