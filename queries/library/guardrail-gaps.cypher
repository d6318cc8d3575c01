/*
id: guardrail-gaps
title: Accounts without an SCP that most accounts of their OU have
question: Which accounts lack a service control policy that most other accounts of their organizational unit have?
category: guardrails
severity: medium
remediation: Attach the policy to the unit, so that accounts cannot be forgotten.
references:
  - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_attach.html
tags: [soc2-cc6.1, nist-800-53-cm-6]
columns: {account: account, unitName: text, scp: text, siblings: integer}
*/
MATCH (policy:Policy)-[:APPLIES_TO]->(sibling:Account)-[:IN_UNIT]->(unit:OrganizationalUnit)<-[:IN_UNIT]-(gap:Account)
WHERE policy.kind = 'scp' AND policy.name <> 'FullAWSAccess' AND NOT gap.isManagement AND sibling.id <> gap.id
  AND NOT EXISTS { MATCH (policy)-[:APPLIES_TO]->(gap) }
WITH gap, unit, policy, count(DISTINCT sibling.id) AS siblings
WITH gap, unit, policy, siblings, COUNT { MATCH (other:Account)-[:IN_UNIT]->(unit) } AS members
WHERE siblings * 2 >= members
RETURN gap.id AS account, unit.name AS unitName, policy.name AS scp, siblings
ORDER BY account, scp
