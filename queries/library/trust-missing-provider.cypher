/*
id: trust-missing-provider
title: Trust policies that name missing identity providers
question: Which roles trust a SAML or OIDC provider that does not exist in their account?
category: federation
severity: low
remediation: Remove the statement. Whoever may create an identity provider of that name would bring the trust back to life.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
tags: [soc2-cc6.2]
columns: {principal: principal, role: role, account: account, statement: integer}
*/
MATCH (home:Account)<-[:IN_ACCOUNT]-(target:Principal)-[trust:TRUSTS]->(named:Principal)
WHERE trust.effect = 'Allow' AND named.kind IN ['saml-provider', 'oidc-provider'] AND named.arn STARTS WITH 'arn:'
  AND home.identityProviders <> 'null' AND NOT home.identityProviders CONTAINS ('"' + named.arn + '"')
RETURN named.arn AS principal, target.arn AS role, target.accountId AS account, trust.statementIndex AS statement
ORDER BY principal, role, statement
