/*
id: console-without-mfa
title: Console users without MFA
question: Which IAM users have a console password and no MFA device, and how many roles can they reach?
category: hygiene
severity: medium
remediation: Let the user register an MFA device, and deny everything else until they have; better, move them to single sign-on.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
tags: [cis-aws-3.0-1.10, aws-fsbp-iam.5, soc2-cc6.1, nist-800-53-ia-2]
columns: {principal: principal, account: account, roles: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND caller.passwordEnabled = 'true' AND caller.mfaActive = 'false'
RETURN caller.arn AS principal, caller.accountId AS account, caller.reachRoles AS roles
ORDER BY roles DESC, principal
