/*
id: leaves-organization-and-returns
title: Chains that leave the organization and come back
question: Who can assume a role outside the organization that can in turn assume a role inside it?
category: third-parties
severity: high
remediation: Cut the hop that comes back. No guardrail of the organization binds the role outside.
references:
  - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
tags: [soc2-cc6.6]
columns: {principal: principal, outside: principal, role: role, account: account}
reaches: true
*/
MATCH (home:Account)<-[:IN_ACCOUNT]-(caller:Principal)-[:CAN_ASSUME]->(abroad:Principal)-[:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(back:Account),
  (abroad)-[:IN_ACCOUNT]->(away:Account)
WHERE home.inOrganization AND NOT away.inOrganization AND back.inOrganization
RETURN DISTINCT caller.arn AS principal, abroad.arn AS outside, target.arn AS role, target.accountId AS account
ORDER BY principal, outside, role
