/** The order in which accounts are listed: as the organization is built, outsiders last. */
import type { SummaryAnswer } from '../../../queries/answers.ts';

type Account = SummaryAnswer['accounts'][number];

export function byUnit(a: Account, b: Account): number {
  return (
    Number(b.isManagement) - Number(a.isManagement) ||
    Number(b.inOrganization) - Number(a.inOrganization) ||
    a.unitPath.localeCompare(b.unitPath, 'en') ||
    a.name.localeCompare(b.name, 'en')
  );
}
