MATCH p = SHORTEST 1 (caller:Principal)-[:CAN_ASSUME]->{1,8}(target:Principal {arn: $role})
WHERE caller.arn <> $role
RETURN caller.arn AS principal, caller.kind AS kind, caller.accountId AS principalAccount, length(p) AS hops
ORDER BY hops, principal
