/*
id: unassumable-roles
title: Roles that no one can assume
question: Which roles can no one assume, as the policies stand?
category: hygiene
severity: low
remediation: Delete the role, or mend its trust policy if it is needed.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials
tags: [soc2-cc6.2]
columns: {role: role, account: account, createdAt: date, lastUsedAt: date}
*/
MATCH (target:Principal)
WHERE target.kind = 'role' AND target.collected AND NOT EXISTS { MATCH (:Principal)-[:CAN_ASSUME]->(target) }
RETURN target.arn AS role, target.accountId AS account, target.createdAt AS createdAt, target.lastUsedAt AS lastUsedAt
ORDER BY role
