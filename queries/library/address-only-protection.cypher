/*
id: address-only-protection
title: Roles protected by a source IP address alone
question: Which roles can be assumed with a source IP address as the only condition?
category: exposure
severity: low
remediation: Ask for MFA, an ExternalId or a named role as well. An address is shared by all who sit behind it.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
tags: [soc2-cc6.6]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE 'source-ip' IN edge.requires AND size(edge.requires) = 1 AND caller.kind IN ['user', 'role', 'external-account', 'anyone']
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
