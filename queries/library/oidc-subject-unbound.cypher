/*
id: oidc-subject-unbound
title: OIDC trust without a condition on the subject
question: Which roles trust GitHub, GitLab or another OIDC provider without a condition on the token's subject (sub)?
category: federation
severity: critical
remediation: Bind the sub claim in the trust policy to the repository, branch or environment that needs the role.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
  - https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
tags: [soc2-cc6.1, soc2-cc6.6]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'oidc-provider' AND edge.oidcSub = 'any'
  // The audience of Cognito is an identity pool of one's own, which binds the login.
  AND NOT (caller.arn = 'cognito-identity.amazonaws.com' AND 'oidc-aud' IN edge.requires)
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
