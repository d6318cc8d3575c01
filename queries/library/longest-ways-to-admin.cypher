/*
id: longest-ways-to-admin
title: Long chains to an administrator role
question: Which principals need several hops to the nearest administrator role, and how many?
category: privilege
severity: info
remediation: Nobody plans chains this long. Read them hop by hop with "rolepath paths", and cut the hop that surprises most.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
tags: [soc2-cc6.3]
parameters:
  least: {type: integer, default: 2, description: Fewest hops that are shown}
columns: {principal: principal, account: account, hops: integer}
*/
MATCH (caller:Principal)
WHERE caller.hopsToAdmin >= $least
RETURN caller.arn AS principal, caller.accountId AS account, caller.hopsToAdmin AS hops
ORDER BY hops DESC, principal
