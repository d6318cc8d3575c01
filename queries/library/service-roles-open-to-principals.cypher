/*
id: service-roles-open-to-principals
title: Service roles that users and roles can also assume
question: Which roles trust an AWS service and can also be assumed by users or other roles?
category: services
severity: low
remediation: Split the role into one for the service and one for people, so that neither has the other's rights.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
tags: [soc2-cc6.3]
columns: {principal: principal, role: role, account: account, service: text, requires: list}
reaches: true
*/
MATCH (service:Principal)<-[trust:TRUSTS]-(target:Principal)<-[edge:CAN_ASSUME]-(caller:Principal)
WHERE service.kind = 'service' AND trust.effect = 'Allow' AND caller.kind IN ['user', 'role'] AND caller.arn <> target.arn
RETURN caller.arn AS principal, target.arn AS role, target.accountId AS account, min(service.arn) AS service, edge.requires AS requires
ORDER BY principal, role
