/*
id: external-without-external-id
title: Roles that external accounts can assume without an ExternalId
question: Which roles can an account outside the organization assume without an ExternalId?
category: third-parties
severity: high
remediation: Ask for an sts:ExternalId in the trust policy, unique to this third party, and name its role rather than its account.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#third-party-uses-assumerole
tags: [soc2-cc6.6, soc2-cc9.2]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'external-account' AND NOT 'external-id' IN edge.requires
  AND NOT EXISTS { MATCH (caller)-[:IN_ACCOUNT]->(own:Account) WHERE own.inOrganization }
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
