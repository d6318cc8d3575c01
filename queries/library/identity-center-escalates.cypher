/*
id: identity-center-escalates
title: Permission sets that lead to an administrator role
question: Which IAM Identity Center roles are not administrators but can reach one by assuming other roles?
category: identity-center
severity: high
remediation: Take sts:AssumeRole from the permission set, or its roles out of the trust policies along the chain.
references:
  - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, account: account, hops: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'role' AND caller.path STARTS WITH '/aws-reserved/sso.amazonaws.com/' AND caller.hopsToAdmin > 0
RETURN caller.arn AS principal, caller.accountId AS account, caller.hopsToAdmin AS hops
ORDER BY hops, principal
