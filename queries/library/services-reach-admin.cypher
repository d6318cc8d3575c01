/*
id: services-reach-admin
title: AWS services that can assume an administrator role
question: Which AWS services can assume an administrator role?
category: services
severity: medium
remediation: Give the function, instance or stack a role with the rights that it needs. Who may pass this role is an administrator too.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'service' AND target.isAdmin AND NOT target.path STARTS WITH '/aws-service-role/'
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
