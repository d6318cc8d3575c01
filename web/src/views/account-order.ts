/** The order in which accounts are listed: as the organization is built, outsiders last. */
import type { SummaryAnswer } from '../../../queries/answers.ts';

type Account = SummaryAnswer['accounts'][number];

/** account-2 before account-10 */
const collator = new Intl.Collator('en', { numeric: true });

export function byUnit(a: Account, b: Account): number {
  return (
    Number(b.isManagement) - Number(a.isManagement) ||
    Number(b.inOrganization) - Number(a.inOrganization) ||
    collator.compare(a.unitPath, b.unitPath) ||
    collator.compare(a.name, b.name)
  );
}
