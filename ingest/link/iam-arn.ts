/** ARNs of IAM's own resources, with the path and the name taken apart. Format: "IAM identifiers" in the IAM User Guide. */
import { isAccountId, parseArn } from '../../iam/arn.ts';
import { type Entry, requiredText } from './fields.ts';
import { type Findings, placeAt } from './findings.ts';

export type IamResourceType = 'user' | 'role' | 'group' | 'policy' | 'saml-provider' | 'oidc-provider';

export interface IamArn {
  readonly text: string;
  readonly partition: string;
  /** 12 digits; `aws` for AWS managed policies. */
  readonly account: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly name: string;
}

/** `arn:<partition>:iam::<account>:<type>/<path><name>`, or null if the text is no such ARN. */
export function parseIamArn(text: string, type: IamResourceType): IamArn | null {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.region !== '' || !arn.partition.startsWith('aws') || !arn.resource.startsWith(`${type}/`)) return null;
  if (!isAccountId(arn.account) && !(arn.account === 'aws' && type === 'policy')) return null;
  const nameStart = arn.resource.lastIndexOf('/') + 1;
  const name = arn.resource.slice(nameStart);
  return name === ''
    ? null
    : { text, partition: arn.partition, account: arn.account, path: arn.resource.slice(type.length, nameStart), name };
}

/** The entry's ARN; null, with a finding, if there is none of this type. */
export function requiredArn(
  entry: Entry,
  field: string,
  type: IamResourceType,
  findings: Findings,
  severity: 'skipped' | 'unknown' = 'skipped',
): IamArn | null {
  const text = requiredText(entry, field, findings, severity);
  const arn = text === null ? null : parseIamArn(text, type);
  if (text !== null && !arn) {
    findings.report({
      severity,
      code: 'wrong-arn',
      place: placeAt(entry.place, field),
      reason: `${JSON.stringify(text.slice(0, 200))} is no ARN of a ${type}`,
      remedy: 'Compare it with what the AWS CLI prints, and fetch the file again.',
    });
  }
  return arn;
}
