/** `--role-name` and `--external-id` as they stand for one account: `{account}` is its id. */
import { IngestError } from '../../errors.ts';

export interface RoleTemplate {
  /** A role's name, with its path if it has one (`audit/RolepathReader`), or its ARN. */
  readonly roleName: string;
  readonly externalId: string | undefined;
}

const placeholder = /\{([^}]*)\}/g;

/** @throws IngestError `wrong-role-name` if no role can have such a name */
export function checkTemplate({ roleName, externalId = '' }: RoleTemplate): void {
  for (const [text, option] of [
    [roleName, '--role-name'],
    [externalId, '--external-id'],
  ] as const) {
    for (const [whole, name] of text.matchAll(placeholder)) {
      if (name !== 'account') throw wrong(`${option}: ${whole} stands for nothing`, 'Write {account} where the account id belongs.');
    }
  }
  const filled = roleName.replaceAll('{account}', '111122223333');
  if (!/^(arn:[\w-]+:iam::\d{12}:role\/)?[\w+=,.@/-]{1,576}$/.test(filled) || filled.endsWith('/'))
    throw wrong(
      `--role-name: ${JSON.stringify(roleName)} can be no role`,
      'Write its name, with its path if it has one: audit/RolepathReader',
    );
}

/** The ARN of the role in an account. */
export function roleArn({ roleName }: RoleTemplate, account: string, partition: string): string {
  const filled = roleName.replaceAll('{account}', account);
  return filled.startsWith('arn:') ? filled : `arn:${partition}:iam::${account}:role/${filled.replace(/^\/|^role\//, '')}`;
}

export const externalIdFor = ({ externalId }: RoleTemplate, account: string): string | undefined =>
  externalId?.replaceAll('{account}', account);

const wrong = (message: string, remedy: string): IngestError => new IngestError('wrong-role-name', message, remedy);
