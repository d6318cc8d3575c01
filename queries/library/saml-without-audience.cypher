/*
id: saml-without-audience
title: SAML trust without a condition on the audience
question: Which trust policies allow a SAML provider without a condition on SAML:aud?
category: federation
severity: low
remediation: Ask for SAML:aud (https://signin.aws.amazon.com/saml) or SAML:sub in the trust policy.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
tags: [soc2-cc6.1]
columns: {role: role, account: account, provider: list, statement: integer, sid: text}
*/
MATCH (target:Principal)-[has:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE has.as = 'trust' AND s.effect = 'Allow'
UNWIND s.actions AS action
WITH target, s, toLower(action) AS action
WHERE action IN ['sts:assumerolewithsaml', 'sts:assumerolewith*', 'sts:assumerole*', 'sts:*', '*']
UNWIND s.principals AS provider
WITH DISTINCT target, s, provider
WHERE provider CONTAINS ':saml-provider/'
UNWIND s.conditionKeys + [''] AS key
WITH target, s, sum(CASE WHEN toLower(key) IN ['saml:aud', 'saml:sub', 'saml:recipient'] THEN 1 ELSE 0 END) AS bound
WHERE bound = 0
RETURN target.arn AS role, target.accountId AS account, s.principals AS provider, s.`index` AS statement, s.sid AS sid
ORDER BY role, statement
