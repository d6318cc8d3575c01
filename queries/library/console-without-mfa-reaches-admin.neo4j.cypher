MATCH (caller:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND caller.isAdmin
RETURN caller.arn AS principal, '' AS role, caller.accountId AS account, 0 AS hops
UNION
MATCH (caller:Principal)-[a:CAN_ASSUME]->(target:Principal)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND NOT caller.isAdmin AND target.isAdmin AND NOT 'mfa' IN a.requires
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops
UNION
MATCH (first:Principal)-[b:CAN_ASSUME]->(target:Principal)
WHERE first.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN b.requires
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND NOT caller.isAdmin AND NOT 'mfa' IN a.requires
WITH DISTINCT caller, target
WHERE NOT EXISTS { MATCH (caller)-[direct:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN direct.requires }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, 2 AS hops
UNION
MATCH (second:Principal)-[c:CAN_ASSUME]->(target:Principal)
WHERE second.hopsToAdmin = 1 AND target.isAdmin AND NOT 'mfa' IN c.requires
MATCH (first:Principal)-[b:CAN_ASSUME]->(second)
WHERE first.hopsToAdmin IN [1, 2] AND NOT 'mfa' IN b.requires
WITH DISTINCT first, target
MATCH (caller:Principal)-[a:CAN_ASSUME]->(first)
WHERE caller.passwordEnabled = 'true' AND caller.mfaActive = 'false' AND NOT caller.isAdmin AND NOT 'mfa' IN a.requires
WITH DISTINCT caller, target
WHERE NOT EXISTS { MATCH (caller)-[direct:CAN_ASSUME]->(target) WHERE NOT 'mfa' IN direct.requires }
  AND NOT EXISTS {
    MATCH (caller)-[x:CAN_ASSUME]->(between:Principal)-[y:CAN_ASSUME]->(target)
    WHERE between.hopsToAdmin = 1 AND NOT 'mfa' IN x.requires AND NOT 'mfa' IN y.requires
  }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, 3 AS hops
