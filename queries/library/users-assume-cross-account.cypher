/*
id: users-assume-cross-account
title: IAM users that can assume roles in other accounts
question: Which IAM users can assume a role in another account?
category: segmentation
severity: low
remediation: Manage people centrally by single sign-on, and give machines roles of their own.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp
tags: [cis-aws-3.0-1.21, soc2-cc6.2]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND target.kind = 'role' AND edge.crossAccount
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
