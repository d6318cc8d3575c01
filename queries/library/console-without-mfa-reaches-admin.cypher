/*
id: console-without-mfa-reaches-admin
title: Console users without MFA who are or become administrators
question: Which users with a password and no MFA device are administrators, or reach one within three hops by a chain that nowhere asks for MFA?
category: privilege
severity: critical
remediation: Give the user an MFA device at once, and ask for aws:MultiFactorAuthPresent in the trust policy of the first role of the chain.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
tags: [cis-aws-3.0-1.10, aws-fsbp-iam.5, soc2-cc6.1, nist-800-53-ia-2]
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH (caller:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND caller.isAdmin
RETURN caller.arn AS principal, '' AS role, caller.accountId AS account, 0 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(target:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND caller.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN a.requires
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 1 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(target:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND caller.hopsToAdmin = 2 AND first.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN a.requires AND NOT 'mfa' IN b.requires
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 2 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(second:Principal)-[c:CAN_ASSUME]->(target:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND caller.hopsToAdmin = 3 AND first.hopsToAdmin = 2 AND second.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN a.requires AND NOT 'mfa' IN b.requires AND NOT 'mfa' IN c.requires
RETURN caller.arn AS principal, min(target.arn) AS role, min(target.accountId) AS account, 3 AS hops
