/** People of Identity Center as callers, with every role that is assigned to them or to a group of theirs. */
import type { Caller } from '../../iam/index.ts';
import type { IdentityCenter } from '../organization.ts';

/** Those without any role are left out. */
export function assignedCallers({ users, groups }: IdentityCenter): Caller[] {
  const rolesOf = new Map(groups.map(({ arn, assignedRoles }) => [arn, assignedRoles]));
  return users.flatMap(({ arn, kind, name, uniqueId, groups: memberOf, assignedRoles }): Caller[] => {
    const roles = [...new Set([...assignedRoles, ...memberOf.flatMap((group) => rolesOf.get(group) ?? [])])];
    const unknowns = { account: null, tags: [], identityPolicies: [], boundary: null, trust: null, given: [] };
    return roles.length === 0 ? [] : [{ ...unknowns, kind, arn, name, uniqueId, assignedRoles: roles }];
  });
}
