/*
id: wildcard-assume-role
title: Policies that allow assuming every role
question: Which policies allow sts:AssumeRole on all roles?
category: privilege
severity: medium
remediation: Name the roles in Resource. As it is, every trust policy that names the account lets this principal in.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, account: account, policyName: text, statement: integer, sid: text}
*/
MATCH (s:Statement)
WHERE s.side = 'identity' AND s.effect = 'Allow'
UNWIND s.actions AS action
WITH s, toLower(action) AS action
WHERE action IN ['sts:assumerole', 'sts:assumerole*', 'sts:assume*', 'sts:*']
UNWIND s.resources AS resource
WITH DISTINCT s, resource
WHERE resource IN ['*', 'arn:aws:iam::*:role/*', 'arn:*:iam::*:role/*', 'arn:aws:iam::*:*', 'arn:aws:iam::*']
MATCH (holder:Principal)-[has:HAS_POLICY]->(policy:Policy)-[:HAS_STATEMENT]->(s)
WHERE has.as IN ['inline', 'attached']
RETURN DISTINCT holder.arn AS principal, holder.accountId AS account, policy.name AS policyName, s.`index` AS statement, s.sid AS sid
ORDER BY principal, policyName, statement
