/*
id: root-sessions
title: Who can open root sessions in member accounts
question: Which users and roles can use centralized root access (sts:AssumeRoot), in how many accounts, and for any task or only for some?
category: privilege
severity: medium
remediation: Allow sts:AssumeRoot to a few roles only, on single accounts, with sts:TaskPolicyArn naming the tasks they need, and ask for MFA.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
tags: [soc2-cc6.3, nist-800-53-ac-6]
columns: {principal: principal, accounts: integer, anyTask: boolean}
*/
MATCH (caller:Principal)-[edge:CAN_ASSUME]->(target:Principal)
WHERE edge.action = 'sts:AssumeRoot'
RETURN caller.arn AS principal, COUNT(target) AS accounts, SUM(CASE WHEN 'root-task' IN edge.requires THEN 0 ELSE 1 END) > 0 AS anyTask
ORDER BY principal
