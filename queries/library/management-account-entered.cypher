/*
id: management-account-entered
title: Roles of the management account that other accounts can assume
question: Which roles of the management account can principals of other accounts assume?
category: segmentation
severity: high
remediation: No guardrail binds the management account. Keep work out of it, and take other accounts out of its trust policies.
references:
  - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html
tags: [soc2-cc6.1, nist-800-53-sc-7]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(home:Account)
WHERE home.isManagement AND edge.crossAccount AND caller.accountId <> '' AND caller.kind IN ['user', 'role', 'external-account']
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
