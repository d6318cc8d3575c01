/**
 * Reads Identity Center: permission sets, who has which of them in which account, people and their groups. Of people only the names
 * by which they are known here are kept: no addresses, no telephone numbers.
 */

import { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import { type CallFailed, orReport } from './failures.ts';
import type { Keeper } from './keeper.ts';
import { allPages, withToken } from './pages.ts';
import type { Session } from './session.ts';

interface Instance {
  readonly InstanceArn: string;
  readonly IdentityStoreId: string;
}

/**
 * @param regions where an instance may be; it has one home
 * @returns false if there is none in any of them
 * @throws CallFailed if whether there is one cannot be asked
 */
export async function readIdentityCenter(
  session: Session,
  keeper: Keeper,
  regions: readonly string[],
  accounts: readonly string[],
  onFailed: (failed: CallFailed) => void,
): Promise<boolean> {
  for (const region of regions) {
    const here = session.inRegion(region);
    const { Instances } = await keeper.once(`identity-center/instances-${region}`, async () => ({
      Instances: await allPages((token) =>
        here
          .call('sso:ListInstances', ({ sso }) => sso.send(new ListInstancesCommand(withToken('NextToken', token))))
          .then((page) => ({ items: page.Instances, next: page.NextToken })),
      ),
    }));
    for (const { InstanceArn, IdentityStoreId } of Instances) {
      if (!InstanceArn || !IdentityStoreId) continue;
      const instance = { InstanceArn, IdentityStoreId };
      await Promise.all([
        orReport(onFailed, () => readAssignments(here, keeper, instance, accounts)),
        orReport(onFailed, () => readPeople(here, keeper, instance)),
      ]);
    }
    if (Instances.length > 0) return true;
  }
  return false;
}

async function readAssignments(session: Session, keeper: Keeper, { InstanceArn }: Instance, accounts: readonly string[]): Promise<void> {
  await keeper.once('identity-center/permission-sets', async () => {
    const arns = await allPages((token) =>
      session
        .call('sso:ListPermissionSets', ({ sso }) =>
          sso.send(new ListPermissionSetsCommand({ InstanceArn, ...withToken('NextToken', token) })),
        )
        .then((page) => ({ items: page.PermissionSets, next: page.NextToken })),
    );
    const PermissionSets = await Promise.all(
      arns.map(async (PermissionSetArn) => {
        const { PermissionSet } = await session.call('sso:DescribePermissionSet', ({ sso }) =>
          sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn })),
        );
        return { PermissionSetArn, Name: PermissionSet?.Name };
      }),
    );
    return { PermissionSets };
  });
  await Promise.all(
    accounts.map((AccountId) =>
      keeper.once(`identity-center/assignments/${AccountId}`, async () => {
        const provisioned = await allPages((token) =>
          session
            .call('sso:ListPermissionSetsProvisionedToAccount', ({ sso }) =>
              sso.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId, ...withToken('NextToken', token) })),
            )
            .then((page) => ({ items: page.PermissionSets, next: page.NextToken })),
        );
        const assignments = await Promise.all(
          provisioned.map((PermissionSetArn) =>
            allPages((token) =>
              session
                .call('sso:ListAccountAssignments', ({ sso }) =>
                  sso.send(
                    new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn, ...withToken('NextToken', token) }),
                  ),
                )
                .then((page) => ({ items: page.AccountAssignments, next: page.NextToken })),
            ),
          ),
        );
        return { AccountAssignments: assignments.flat() };
      }),
    ),
  );
}

async function readPeople(session: Session, keeper: Keeper, { IdentityStoreId }: Instance): Promise<void> {
  const [, { Groups }] = await Promise.all([
    keeper.once('identity-center/users', async () => {
      const users = await allPages((token) =>
        session
          .call('identitystore:ListUsers', ({ identityStore }) =>
            identityStore.send(new ListUsersCommand({ IdentityStoreId, ...withToken('NextToken', token) })),
          )
          .then((page) => ({ items: page.Users, next: page.NextToken })),
      );
      return { Users: users.map(({ UserId, UserName, DisplayName }) => ({ UserId, UserName, DisplayName })) };
    }),
    keeper.once('identity-center/groups', async () => {
      const groups = await allPages((token) =>
        session
          .call('identitystore:ListGroups', ({ identityStore }) =>
            identityStore.send(new ListGroupsCommand({ IdentityStoreId, ...withToken('NextToken', token) })),
          )
          .then((page) => ({ items: page.Groups, next: page.NextToken })),
      );
      return { Groups: groups.map(({ GroupId, DisplayName }) => ({ GroupId, DisplayName })) };
    }),
  ]);
  await Promise.all(
    Groups.map(({ GroupId = '' }) =>
      keeper.once(`identity-center/memberships/${GroupId}`, async () => ({
        GroupMemberships: (
          await allPages((token) =>
            session
              .call('identitystore:ListGroupMemberships', ({ identityStore }) =>
                identityStore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId, ...withToken('NextToken', token) })),
              )
              .then((page) => ({ items: page.GroupMemberships, next: page.NextToken })),
          )
        ).map(({ MemberId }) => ({ GroupId, MemberId })),
      })),
    ),
  );
}
