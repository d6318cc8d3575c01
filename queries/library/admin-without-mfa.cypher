/*
id: admin-without-mfa
title: People who become administrators without MFA
question: Which users reach an administrator role within three hops by a chain that nowhere asks for MFA?
category: privilege
severity: high
remediation: Ask for aws:MultiFactorAuthPresent in the trust policy of the first role of the chain.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_sample-policies.html
tags: [soc2-cc6.1, nist-800-53-ia-2]
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH (caller:Principal)-[a:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND target.isAdmin AND NOT 'mfa' IN a.requires
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND first.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN a.requires AND NOT 'mfa' IN b.requires
  AND NOT EXISTS { MATCH (caller)-[direct:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN direct.requires }
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 2 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first:Principal)-[b:CAN_ASSUME]->(second:Principal)-[c:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'user' AND first.hopsToAdmin IN [1, 2] AND second.hopsToAdmin = 1 AND target.isAdmin AND first.arn <> second.arn
  AND NOT 'mfa' IN a.requires AND NOT 'mfa' IN b.requires AND NOT 'mfa' IN c.requires
  AND NOT EXISTS { MATCH (caller)-[direct:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN direct.requires }
  AND NOT EXISTS {
    MATCH (caller)-[x:CAN_ASSUME]->(:Principal)-[y:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN x.requires AND NOT 'mfa' IN y.requires
  }
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 3 AS hops
