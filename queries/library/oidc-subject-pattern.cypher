/*
id: oidc-subject-pattern
title: OIDC trust with wildcards in the subject
question: Which roles trust every subject (sub) of an OIDC provider that matches a pattern with wildcards?
category: federation
severity: medium
remediation: Name the exact subjects. A wildcard can match branches, environments and pull requests that nobody has thought of.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
tags: [soc2-cc6.1, soc2-cc6.3]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'federated-subject' AND edge.oidcSub = 'pattern' AND NOT 'oidc-sub' IN edge.requires
  AND NOT EXISTS { MATCH (provider:Principal)-[open:CAN_ASSUME]->(target) WHERE provider.kind = 'oidc-provider' AND open.oidcSub = 'any' }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
