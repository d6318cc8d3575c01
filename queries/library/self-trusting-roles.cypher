/*
id: self-trusting-roles
title: Roles that trust themselves
question: Which roles can assume themselves?
category: hygiene
severity: low
remediation: Take the role out of its own trust policy, unless a program needs it. A stolen session can renew itself as long as it stands there.
references:
  - https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior/
tags: [soc2-cc6.3]
columns: {role: role, account: account, verdict: text}
*/
MATCH (target:Principal)-[edge:CAN_ASSUME]->(same:Principal)
WHERE target.arn = same.arn
RETURN DISTINCT target.arn AS role, target.accountId AS account, edge.verdict AS verdict
ORDER BY role
