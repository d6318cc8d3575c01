/** How a principal is written on a terminal: short, but always so that it names one principal only. */
import type { PrincipalAnswerRef } from '../../queries/answers.ts';
import { showText } from './visible-text.ts';

/**
 * The ARN from the account id on (`111122223333:role/ci/deploy`), which is enough to tell it from all others and can be
 * given to `--from` and `--to` as it is; anything that is not an IAM ARN in full.
 */
export function shortArn(arn: string): string {
  return showText(/^arn:[^:]+:(?:iam|sts)::(\d{12}:.+)$/s.exec(arn)?.[1] ?? arn);
}

/** The name of the principal's account, or its id, or nothing. */
export const accountText = (principal: PrincipalAnswerRef): string => showText(principal.accountName ?? principal.accountId ?? '');
