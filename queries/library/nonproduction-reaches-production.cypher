/*
id: nonproduction-reaches-production
title: Non-production accounts that can reach production
question: Which principals of sandbox, development or test accounts can reach a role in a production account, directly or through one or two roles in accounts that are neither?
category: segmentation
severity: high
remediation: Cut the hop into production, or bind it with an SCP on the units that are not production.
references:
  - https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/benefits-of-using-multiple-aws-accounts.html
tags: [soc2-cc6.1, soc2-cc8.1, nist-800-53-sc-7]
parameters:
  from:
    type: pattern
    description: What names or unit paths of accounts outside production look like
    default: (?i).*(sandbox|non-?prod|dev|test|staging|playground).*
  to: {type: pattern, description: What names or unit paths of production accounts look like, default: (?i).*prod.*}
columns: {principal: principal, role: role, account: account, hops: integer}
reaches: true
*/
MATCH (home:Account)<-[:IN_ACCOUNT]-(caller:Principal)-[:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(goal:Account)
WHERE (home.unitPath + ' ' + home.name) =~ $from AND (goal.unitPath + ' ' + goal.name) =~ $to AND NOT (goal.unitPath + ' ' + goal.name) =~ $from
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 1 AS hops
UNION
MATCH (home:Account)<-[:IN_ACCOUNT]-(caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(goal:Account),
  (first)-[:IN_ACCOUNT]->(between:Account)
WHERE (home.unitPath + ' ' + home.name) =~ $from AND (goal.unitPath + ' ' + goal.name) =~ $to AND NOT (goal.unitPath + ' ' + goal.name) =~ $from
  AND NOT (between.unitPath + ' ' + between.name) =~ $from AND NOT (between.unitPath + ' ' + between.name) =~ $to
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 2 AS hops
UNION
MATCH (home:Account)<-[:IN_ACCOUNT]-(caller:Principal)-[:CAN_ASSUME]->(first:Principal)-[:CAN_ASSUME]->(second:Principal)-[:CAN_ASSUME]->(target:Principal)-[:IN_ACCOUNT]->(goal:Account),
  (first)-[:IN_ACCOUNT]->(between:Account), (second)-[:IN_ACCOUNT]->(after:Account)
WHERE (home.unitPath + ' ' + home.name) =~ $from AND (goal.unitPath + ' ' + goal.name) =~ $to AND NOT (goal.unitPath + ' ' + goal.name) =~ $from
  AND NOT (between.unitPath + ' ' + between.name) =~ $from AND NOT (between.unitPath + ' ' + between.name) =~ $to
  AND NOT (after.unitPath + ' ' + after.name) =~ $from AND NOT (after.unitPath + ' ' + after.name) =~ $to
RETURN DISTINCT caller.arn AS principal, target.arn AS role, target.accountId AS account, 3 AS hops
