/*
id: trust-organization-wide
title: Roles open to a whole organization
question: Which roles trust every principal (*), limited only by the organization's ID or path?
category: exposure
severity: medium
remediation: Name the accounts or roles that need it, or bind the trust with aws:PrincipalArn as well.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {role: role, account: account, statement: integer, sid: text, reachedBy: integer}
*/
MATCH (target:Principal)-[has:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE has.as = 'trust' AND s.effect = 'Allow' AND '*' IN s.principals
UNWIND s.conditionKeys AS key
WITH target, s,
  sum(CASE WHEN toLower(key) IN ['aws:principalorgid', 'aws:principalorgpaths'] THEN 1 ELSE 0 END) AS ofOrganization,
  sum(CASE WHEN toLower(key) IN ['aws:principalarn', 'aws:principalaccount'] THEN 1 ELSE 0 END) AS ofOne
WHERE ofOrganization > 0 AND ofOne = 0
RETURN target.arn AS role, target.accountId AS account, s.`index` AS statement, s.sid AS sid, target.reachedBy AS reachedBy
ORDER BY role, statement
