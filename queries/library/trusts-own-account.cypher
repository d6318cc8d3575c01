/*
id: trusts-own-account
title: Roles that trust their own account as a whole
question: Which roles trust their whole account, so that any policy there that allows sts:AssumeRole on the role lets its holder assume it?
category: segmentation
severity: info
remediation: Name who needs the role, where the account has principals that should not be able to grant it to themselves.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
tags: [nist-800-53-ac-6]
columns: {role: role, account: account, reachedBy: integer}
*/
MATCH (target:Principal)-[trust:TRUSTS]->(named:Principal)
WHERE trust.effect = 'Allow' AND named.kind = 'root' AND named.accountId = target.accountId
RETURN DISTINCT target.arn AS role, target.accountId AS account, target.reachedBy AS reachedBy
ORDER BY reachedBy DESC, role
