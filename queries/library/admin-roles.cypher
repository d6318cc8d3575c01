/*
id: admin-roles
title: Administrator roles
question: Which roles are allowed everything, why, and how many principals can reach them?
category: privilege
severity: info
remediation: Keep their number small. Roles that do not need everything get a policy with what they need.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
tags: [cis-aws-3.0-1.16, aws-fsbp-iam.1, soc2-cc6.3, nist-800-53-ac-6]
columns: {role: role, account: account, reachedBy: integer, why: text}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.isAdmin
RETURN target.arn AS role, target.accountId AS account, target.reachedBy AS reachedBy, target.adminWhy AS why
ORDER BY reachedBy DESC, role
