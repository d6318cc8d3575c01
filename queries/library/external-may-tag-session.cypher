/*
id: external-may-tag-session
title: External accounts that can set session tags
question: Which external accounts can pass session tags (sts:TagSession) when they assume a role?
category: third-parties
severity: medium
remediation: Take sts:TagSession out of the trust policy, or bind the allowed tags with aws:RequestTag and aws:TagKeys.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
tags: [soc2-cc6.3]
columns: {principal: principal, role: role, account: account, requires: list}
reaches: true
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE caller.kind IN ['external-account', 'anyone'] AND edge.canTagSession
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, edge.requires AS requires
ORDER BY principal, role
