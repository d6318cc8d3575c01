/*
id: grants-outside-organization
title: Policies that allow assuming roles outside the organization
question: Which identity policies allow sts:AssumeRole on roles in accounts outside the organization?
category: third-parties
severity: low
remediation: Check that each outside role is known, and remove the statements that are left over.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
tags: [soc2-cc6.6]
columns: {principal: principal, policyName: text, resource: text}
*/
MATCH (s:Statement)
WHERE s.side = 'identity' AND s.effect = 'Allow'
UNWIND s.actions AS action
WITH s, toLower(action) AS action
WHERE action IN ['sts:assumerole', 'sts:assumerole*', 'sts:assume*', 'sts:*']
UNWIND s.resources AS resource
WITH DISTINCT s, resource
WHERE resource =~ 'arn:aws[a-z-]*:iam::[0-9]{12}:role/.*'
  AND NOT EXISTS { MATCH (own:Account) WHERE own.inOrganization AND resource CONTAINS ('::' + own.id + ':') }
  AND EXISTS { MATCH (member:Account) WHERE member.inOrganization }
MATCH (holder:Principal)-[has:HAS_POLICY]->(policy:Policy)-[:HAS_STATEMENT]->(s)
WHERE has.as <> 'boundary'
RETURN DISTINCT holder.arn AS principal, policy.name AS policyName, resource
ORDER BY principal, policyName, resource
