/*
id: oidc-subject-any-owner
title: OIDC trust with a wildcard for the repository or project owner
question: Which roles trust a shared OIDC provider, such as GitHub or GitLab, with a wildcard in the part of the subject (sub) that names the owner?
category: federation
severity: critical
remediation: Name the organization, group or user up to its closing slash or colon, as in repo:acme/shop:*; anyone can create one that matches acme*.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
  - https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
tags: [soc2-cc6.1, soc2-cc6.6]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'federated-subject' AND edge.oidcSub = 'pattern' AND NOT 'oidc-sub' IN edge.requires
  // Whom the subject belongs to is its first value: repo:OWNER/…, project_path:GROUP/…, organization:NAME:…
  AND caller.arn =~ '.*:oidc-provider/(token[.]actions[.]githubusercontent[.]com|gitlab[.]com|app[.]terraform[.]io|agent[.]buildkite[.]com|oidc[.]codefresh[.]io|scalr[.]io|proidc[.]upbound[.]io)#([a-z_]+:)?[^/:]*[*?].*'
  AND NOT EXISTS { MATCH (provider:Principal)-[open:CAN_ASSUME]->(target) WHERE provider.kind = 'oidc-provider' AND open.oidcSub = 'any' }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
