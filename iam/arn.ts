/** ARNs taken apart. Format: "Amazon Resource Names (ARNs)" in the AWS General Reference. */

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon; may hold colons and slashes. */
  readonly resource: string;
}

/** The six parts of `arn:partition:service:region:account:resource`, or null if the text has fewer or does not begin with `arn:`. */
export function parseArn(text: string): Arn | null {
  const parts = splitArn(text);
  if (parts.length !== 6 || parts[0] !== 'arn') return null;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}

/** At most six parts: the sixth keeps its colons. */
export function splitArn(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** True for the 12 digits of an account id. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);
