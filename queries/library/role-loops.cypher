/*
id: role-loops
title: Roles that can assume each other in a loop
question: Which two or three roles can assume each other in a loop?
category: hygiene
severity: medium
remediation: Take out one of the hops. A session in a circle can be renewed for ever, each time for another hour.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
tags: [soc2-cc6.3]
columns: {principal: principal, role: role, account: account, third: text}
reaches: true
*/
MATCH (a:Principal)-[:CAN_ASSUME]->(b:Principal)-[:CAN_ASSUME]->(a)
WHERE a.arn < b.arn
RETURN DISTINCT a.arn AS principal, b.arn AS role, b.accountId AS account, '' AS third
UNION
MATCH (a:Principal)-[:CAN_ASSUME]->(b:Principal)-[:CAN_ASSUME]->(c:Principal)-[:CAN_ASSUME]->(a)
WHERE a.arn < b.arn AND a.arn < c.arn AND b.arn <> c.arn
RETURN DISTINCT a.arn AS principal, b.arn AS role, b.accountId AS account, c.arn AS third
