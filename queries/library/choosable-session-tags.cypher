/*
id: choosable-session-tags
title: Users and roles that can set session tags in another account
question: Which users and roles can pass session tags (sts:TagSession) when they assume a role of another account, and so decide what policies based on tags allow them?
category: exposure
severity: low
remediation: Bind aws:RequestTag and aws:TagKeys in the trust policy, or take sts:TagSession out of it.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html
tags: [soc2-cc6.3]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind IN ['user', 'role'] AND edge.crossAccount AND edge.canTagSession
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
