/*
id: admin-users
title: IAM users that are administrators
question: Which IAM users are administrators by their own policies, without assuming a role?
category: privilege
severity: high
remediation: Move the person to single sign-on with an administrator role that asks for MFA, and take the policy from the user.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp
tags: [cis-aws-3.0-1.16, aws-fsbp-iam.1, soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, account: account, why: text}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND caller.isAdmin
RETURN caller.arn AS principal, caller.accountId AS account, caller.adminWhy AS why
ORDER BY principal
