/*
id: reachable-by-many
title: Roles that many principals can reach
question: Which roles can be reached by more than a given number of principals?
category: privilege
severity: medium
remediation: Narrow the trust policies along the way, or split the role.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [soc2-cc6.3, nist-800-53-ac-6]
parameters:
  most: {type: integer, default: 50, description: As many principals may reach it}
columns: {role: role, account: account, reachedBy: integer}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND (target.reachedBy > $most OR target.reachedBy = -1)
RETURN target.arn AS role, target.accountId AS account, target.reachedBy AS reachedBy
ORDER BY reachedBy DESC, role
