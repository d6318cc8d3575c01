/*
id: admin-reached-by-many
title: Administrator roles that many principals can reach
question: Which administrator roles can be reached by more than a given number of principals?
category: privilege
severity: high
remediation: Narrow the trust policies along the way. "rolepath reach --to" lists who reaches it by which chain.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [soc2-cc6.3, nist-800-53-ac-6]
parameters:
  most: {type: integer, default: 10, description: As many principals may reach it}
columns: {role: role, account: account, reachedBy: integer, why: text}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.isAdmin AND (target.reachedBy > $most OR target.reachedBy = -1)
RETURN target.arn AS role, target.accountId AS account, target.reachedBy AS reachedBy, target.adminWhy AS why
ORDER BY reachedBy DESC, role
