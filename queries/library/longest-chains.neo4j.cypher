MATCH p = SHORTEST 1 (caller:Principal {kind: 'user'})-[:CAN_ASSUME]->{1,8}(target:Principal)
WHERE caller.reachRoles <> 0 AND caller.arn <> target.arn
WITH caller, target, length(p) AS hops
WHERE hops >= $least
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, hops
ORDER BY hops DESC, principal, role
