/*
id: high-value-cross-account
title: High-value roles that another account can assume without conditions
question: Which high-value roles can principals of another account assume without any condition?
category: privilege
severity: high
remediation: Ask for a condition (MFA, ExternalId, source address) or take the other account out of the trust policy.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
tags: [soc2-cc6.3]
columns: {principal: principal, role: role, account: account}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE target.highValue AND edge.crossAccount AND edge.verdict = 'allowed'
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account
ORDER BY principal, role
