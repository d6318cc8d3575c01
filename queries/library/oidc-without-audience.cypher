/*
id: oidc-without-audience
title: OIDC trust without a condition on the audience
question: Which trust policies allow an OIDC provider without a condition on the token's audience (aud)?
category: federation
severity: medium
remediation: Bind the aud claim in the trust policy to the client id that the tokens are made for.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
tags: [soc2-cc6.1]
columns: {role: role, account: account, provider: list, statement: integer, sid: text}
*/
MATCH (target:Principal)-[has:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE has.as = 'trust' AND s.effect = 'Allow'
UNWIND s.actions AS action
WITH target, s, toLower(action) AS action
WHERE action IN ['sts:assumerolewithwebidentity', 'sts:assumerolewith*', 'sts:assumerole*', 'sts:*', '*']
UNWIND s.principals AS provider
WITH DISTINCT target, s, provider
WHERE provider CONTAINS ':oidc-provider/'
  OR provider IN ['cognito-identity.amazonaws.com', 'accounts.google.com', 'graph.facebook.com', 'www.amazon.com']
UNWIND s.conditionKeys + [''] AS key
WITH target, s, sum(CASE WHEN toLower(key) ENDS WITH ':aud' OR toLower(key) ENDS WITH ':app_id' THEN 1 ELSE 0 END) AS bound
WHERE bound = 0
RETURN target.arn AS role, target.accountId AS account, s.principals AS provider, s.`index` AS statement, s.sid AS sid
ORDER BY role, statement
