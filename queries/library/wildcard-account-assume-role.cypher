/*
id: wildcard-account-assume-role
title: Policies that allow assuming a named role in any account
question: Which policies allow sts:AssumeRole on a role by name, with a wildcard in the account ID?
category: privilege
severity: low
remediation: Name the account ids in Resource. A role of that name in an account of somebody else fits as well.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
tags: [soc2-cc6.3]
columns: {principal: principal, account: account, policyName: text, resource: text}
*/
MATCH (s:Statement)
WHERE s.side = 'identity' AND s.effect = 'Allow'
UNWIND s.actions AS action
WITH s, toLower(action) AS action
WHERE action IN ['sts:assumerole', 'sts:assumerole*', 'sts:assume*', 'sts:*']
UNWIND s.resources AS resource
WITH DISTINCT s, resource
WHERE resource =~ 'arn:[^:]*:iam::[^:]*[*?][^:]*:role/.*[^*].*' AND NOT resource =~ 'arn:[^:]*:iam::[^:]*:role/[*]'
MATCH (holder:Principal)-[has:HAS_POLICY]->(policy:Policy)-[:HAS_STATEMENT]->(s)
WHERE has.as IN ['inline', 'attached']
RETURN DISTINCT holder.arn AS principal, holder.accountId AS account, policy.name AS policyName, resource
ORDER BY principal, policyName, resource
