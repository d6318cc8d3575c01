/*
id: open-to-everyone
title: Roles that anyone can assume
question: Which roles can every AWS account in the world assume?
category: exposure
severity: critical
remediation: Name the accounts or roles that need it in Principal, or bind the trust to your organization with aws:PrincipalOrgID.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
tags: [soc2-cc6.1, soc2-cc6.6, nist-800-53-ac-3]
columns: {principal: principal, role: role, account: account, verdict: text, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind = 'anyone'
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.verdict AS verdict, edge.requires AS requires
ORDER BY role
