/*
id: trust-not-principal
title: Trust policies that use Allow with NotPrincipal
question: Which trust policies allow everyone except the principals that they list (Allow with NotPrincipal)?
category: exposure
severity: high
remediation: Replace NotPrincipal in the Allow statement by a Principal that names who may assume the role.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
tags: [soc2-cc6.1, soc2-cc6.6]
columns: {role: role, account: account, statement: integer, sid: text, exceptions: list}
*/
MATCH (target:Principal)-[has:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE has.as = 'trust' AND s.effect = 'Allow'
UNWIND s.principals AS name
WITH DISTINCT target, s, left(name, 1) AS mark
WHERE mark = '!'
RETURN target.arn AS role, target.accountId AS account, s.`index` AS statement, s.sid AS sid, s.principals AS exceptions
ORDER BY role, statement
