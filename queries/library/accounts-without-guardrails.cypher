/*
id: accounts-without-guardrails
title: Accounts that no SCP restricts
question: Which member accounts have no service control policy other than FullAWSAccess, at any level?
category: guardrails
severity: medium
remediation: Move the account into a unit with guardrails, or attach some to it.
references:
  - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
tags: [soc2-cc6.1, nist-800-53-cm-6]
columns: {account: account, name: text, unitPath: text}
*/
MATCH (home:Account)
WHERE home.inOrganization AND NOT home.isManagement AND home.scps <> '"unknown"'
  AND NOT EXISTS { MATCH (policy:Policy)-[:APPLIES_TO]->(home) WHERE policy.kind = 'scp' AND policy.name <> 'FullAWSAccess' }
  AND NOT EXISTS {
    MATCH (home)-[:IN_UNIT*1..6]->(:OrganizationalUnit)<-[:APPLIES_TO]-(policy:Policy)
    WHERE policy.kind = 'scp' AND policy.name <> 'FullAWSAccess'
  }
RETURN home.id AS account, home.name AS name, home.unitPath AS unitPath
ORDER BY account
