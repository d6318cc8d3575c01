/*
id: console-without-mfa-reaches-admin
title: Console users without MFA who are or can reach an administrator
question: Which IAM users with a console password and no MFA device are administrators, or can reach an administrator role within three hops by a chain in which no hop requires MFA?
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
MATCH p = (caller:Principal)-[:CAN_ASSUME* SHORTEST 1..2 (hop, between |
  WHERE NOT 'mfa' IN hop.requires AND (between.hopsToAdmin IN [1, 2] OR between.kind = 'user'))]->(last:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND NOT caller.isAdmin
  AND caller.hopsToAdmin IN [1, 2, 3] AND last.hopsToAdmin = 1
MATCH (last)-[enter:CAN_ASSUME]->(target:Principal)
WHERE target.isAdmin AND NOT 'mfa' IN enter.requires
  AND NOT EXISTS { MATCH (caller)-[direct:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN direct.requires }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, min(length(p)) + 1 AS hops
UNION
MATCH (caller:Principal)-[direct:CAN_ASSUME]->(target:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND NOT caller.isAdmin AND target.isAdmin AND NOT 'mfa' IN direct.requires
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops
