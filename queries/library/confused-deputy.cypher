/*
id: confused-deputy
title: Roles exposed to the cross-service confused deputy problem
question: Which roles trust an AWS service without a condition on aws:SourceArn, aws:SourceAccount or the source's organization?
category: services
severity: medium
remediation: Add a condition on aws:SourceArn or aws:SourceAccount to the trust policy, so that the service acts for your resources only.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
tags: [soc2-cc6.1, soc2-cc6.6]
parameters:
  except:
    type: strings
    description: Services that act for their own account only, whatever the trust policy says
    default: [ec2.amazonaws.com, lambda.amazonaws.com, edgelambda.amazonaws.com, pods.eks.amazonaws.com]
columns: {principal: principal, role: role, account: account, statement: integer}
*/
MATCH (service:Principal)<-[trust:TRUSTS]-(target:Principal)-[has:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(s:Statement)
WHERE service.kind = 'service' AND trust.effect = 'Allow' AND has.as = 'trust' AND s.`index` = trust.statementIndex
  AND NOT target.path STARTS WITH '/aws-service-role/' AND NOT service.arn IN $except
UNWIND s.conditionKeys + [''] AS key
WITH service, target, s, sum(CASE WHEN toLower(key) IN
  ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths', 'sts:externalid'] THEN 1 ELSE 0 END) AS bound
WHERE bound = 0
RETURN service.arn AS principal, target.arn AS role, target.accountId AS account, s.`index` AS statement
ORDER BY principal, role, statement
