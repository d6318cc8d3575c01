/** The columns of the Principal Access Summary, the same in CSV and in the spreadsheet. */
import { type StsAction, stsActions } from '../../iam/index.ts';
import { describeConditions } from '../condition-phrases.ts';
import type { AccessRow, Assumer } from '../principal-access-answer.ts';
import type { SheetColumn } from './workbook.ts';

export const accessColumns: readonly SheetColumn<AccessRow>[] = [
  { title: 'analysis_time', width: 17, value: (row) => new Date(row.analysis_time) },
  { title: 'principal_name', width: 28, value: (row) => row.principal_name },
  { title: 'principal_arn', width: 52, value: (row) => row.principal_arn },
  { title: 'principal_type', width: 17, value: (row) => row.principal_type },
  { title: 'principal_tags', width: 24, value: (row) => JSON.stringify(row.principal_tags) },
  { title: 'service_name', width: 14, value: (row) => row.service_name },
  { title: 'access_capability', width: 18, value: (row) => row.access_capability },
  { title: 'resource_arn', width: 52, value: (row) => row.resource_arn },
  { title: 'actions', width: 34, value: (row) => row.actions.map(({ action }) => action).join('; ') },
  { title: 'verdict', width: 13, value: (row) => row.verdict },
  { title: 'requires', width: 24, value: (row) => row.requires.join('; ') },
  { title: 'conditions', width: 70, value: describeRow },
  { title: 'cross_account', width: 15, value: (row) => row.cross_account },
  { title: 'principal_account_id', width: 21, value: (row) => row.principal_account_id },
  { title: 'principal_account_name', width: 24, value: (row) => row.principal_account_name },
  { title: 'resource_name', width: 28, value: (row) => row.resource_name },
  { title: 'resource_account_id', width: 21, value: (row) => row.resource_account_id },
  { title: 'resource_account_name', width: 24, value: (row) => row.resource_account_name },
];

export const assumerColumns: readonly SheetColumn<Assumer>[] = [
  { title: 'principal_name', width: 28, value: (row) => row.principal_name },
  { title: 'principal_arn', width: 52, value: (row) => row.principal_arn },
  { title: 'principal_type', width: 17, value: (row) => row.principal_type },
  { title: 'principal_account_id', width: 21, value: (row) => row.principal_account_id },
  { title: 'principal_account_name', width: 24, value: (row) => row.principal_account_name },
  { title: 'unit_path', width: 28, value: (row) => row.unit_path },
  { title: 'roles', width: 9, value: (row) => row.roles },
  { title: 'roles_within_account', width: 22, value: (row) => row.roles_within_account },
  { title: 'unconditional_within_account', width: 30, value: (row) => row.unconditional_within_account },
  { title: 'roles_across_accounts', width: 23, value: (row) => row.roles_across_accounts },
  { title: 'unconditional_across_accounts', width: 31, value: (row) => row.unconditional_across_accounts },
  { title: 'other_accounts', width: 16, value: (row) => row.other_accounts },
  { title: 'requires', width: 40, value: (row) => row.requires.join('; ') },
];

export const capabilityColumns: readonly SheetColumn<StsAction>[] = [
  { title: 'action', width: 34, value: ({ action }) => action },
  { title: 'access_capability', width: 18, value: ({ capability }) => capability },
  { title: 'callers', width: 36, value: ({ callers }) => callersOf[callers] },
  { title: 'how_it_is_decided', width: 74, value: ({ decidedBy }) => decisions[decidedBy] },
  { title: 'source', width: 86, value: ({ source }) => source ?? serviceReference },
];

const callersOf: Readonly<Record<StsAction['callers'], string>> = {
  users: 'users',
  'users-and-roles': 'users and roles',
  federated: 'whom an identity provider vouches for',
};

const serviceReference = 'Service Authorization Reference: Actions, resources, and condition keys for AWS Security Token Service';

const decisions: Readonly<Record<StsAction['decidedBy'], string>> = {
  edges: 'for each role (or root user), by both sides: a row for every one that can be used',
  'own-side': 'by the identity policies, boundary and SCPs of the principal, on some resource',
  nothing: 'needs no permission: AWS lets every such caller, whatever policies say',
};

/** Every action, in the order of the table. */
export const capabilityRows: readonly StsAction[] = stsActions;

const shownAlternatives = 4;

/** What has to hold, in words; empty if nothing has. */
function describeRow({ actions, access_capability }: AccessRow): string {
  return actions
    .filter(({ verdict }) => verdict === 'conditional')
    .map(({ action, alternatives, truncated }) => {
      const ways = alternatives.slice(0, shownAlternatives).map(describeConditions);
      const more = alternatives.length - ways.length;
      const rest = more > 0 || truncated ? [more > 0 ? `${more} more ways${truncated ? ' at least' : ''}` : 'further ways'] : [];
      return `${access_capability === 'use-resource' ? '' : `${action} `}if ${[...ways, ...rest].join('; or if ')}`;
    })
    .join('. ');
}
