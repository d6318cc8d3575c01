/*
id: outside-organization
title: Roles that accounts outside the organization can assume
question: Which roles can be assumed from accounts that do not belong to the organization?
category: third-parties
severity: medium
remediation: Check that each outside account is a known third party with a contract, and remove the others from the trust policy.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
tags: [soc2-cc6.6, soc2-cc9.2]
columns: {principal: principal, role: role, account: account, outside: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(home:Account)
WHERE home.inOrganization AND caller.accountId <> '' AND caller.kind <> 'saml-provider' AND caller.kind <> 'oidc-provider'
  AND NOT EXISTS { MATCH (caller)-[:IN_ACCOUNT]->(own:Account) WHERE own.inOrganization }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, caller.accountId AS outside, edge.requires AS requires
ORDER BY principal, role
