/*
id: sign-in-unknown
title: Accounts without data on how their users sign in
question: In which accounts are there users whose passwords, MFA devices and access keys were not collected, so that queries about these say nothing of them?
category: hygiene
severity: low
remediation: Allow iam:GenerateCredentialReport and iam:GetCredentialReport to the reader, and ingest again.
references:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
tags: [soc2-cc6.1]
columns: {account: account, users: integer}
*/
MATCH (caller:Principal)
WHERE caller.kind = 'user' AND caller.collected AND caller.passwordEnabled = 'unknown'
RETURN caller.accountId AS account, count(caller) AS users
ORDER BY account
