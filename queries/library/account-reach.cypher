/*
id: account-reach
title: Role assumptions from account to account
question: How many role assumptions lead directly from each account into each other one, and how many of them need no condition?
category: segmentation
severity: info
remediation: Compare the matrix with what the accounts are for. A way that nobody can explain is one to cut.
references:
  - https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/benefits-of-using-multiple-aws-accounts.html
tags: [soc2-cc6.1]
columns: {from: account, to: account, edges: integer, unconditional: integer, roles: integer}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE edge.crossAccount AND caller.accountId <> ''
RETURN caller.accountId AS from, target.accountId AS to, count(*) AS edges,
  sum(CASE WHEN edge.verdict = 'allowed' THEN 1 ELSE 0 END) AS unconditional, count(DISTINCT target.arn) AS roles
ORDER BY edges DESC, from, to
