/** Columns of tables whose rows are principals. */
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import { PrincipalButton } from '../components/name.tsx';
import { accountLabel, kindName } from '../names.ts';
import type { Column } from '../table/columns.ts';

export const principalColumns: readonly Column<PrincipalAnswerRef>[] = [
  {
    id: 'name',
    title: 'Principal',
    heading: true,
    value: ({ name }) => name,
    cell: (principal) => <PrincipalButton principal={principal} />,
  },
  { id: 'kind', title: 'Kind', value: ({ kind }) => kindName(kind) },
  { id: 'account', title: 'Account', value: (principal) => accountLabel(principal) ?? '' },
  { id: 'account-id', title: 'Account id', value: ({ accountId }) => accountId ?? '', optional: true },
  { id: 'arn', title: 'ARN', value: ({ arn }) => arn, optional: true },
];
