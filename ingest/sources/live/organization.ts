/** Reads the organization that the credentials can see: units, accounts, SCPs and RCPs with their targets. */
import { ListOrganizationsFeaturesCommand } from '@aws-sdk/client-iam';
import {
  type Account,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  type PolicyType,
} from '@aws-sdk/client-organizations';
import { CallFailed, orReport } from './failures.ts';
import type { Keeper } from './keeper.ts';
import { allPages, withToken } from './pages.ts';
import type { Session } from './session.ts';

export interface ListedAccount {
  readonly Id: string;
  readonly Name: string;
  readonly Status: string;
  readonly ParentId: string;
}

/** What Organizations says of where the credentials stand. */
export interface Standing {
  readonly organizationId: string;
  readonly managementAccountId: string;
}

/**
 * @returns null if the account is in no organization
 * @throws CallFailed
 */
export async function findOrganization(session: Session): Promise<Standing | null> {
  try {
    const { Organization } = await session.call('organizations:DescribeOrganization', ({ organizations }) =>
      organizations.send(new DescribeOrganizationCommand({})),
    );
    return Organization?.Id && Organization.MasterAccountId
      ? { organizationId: Organization.Id, managementAccountId: Organization.MasterAccountId }
      : null;
  } catch (error) {
    if (error instanceof CallFailed && error.failure.kind === 'absent') return null;
    throw error;
  }
}

const guardrails: readonly PolicyType[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

/**
 * Writes organization.json.
 * @param onDenied a call was refused; what it would have given is left out, so that it counts as unknown
 * @throws CallFailed if the roots, units or accounts cannot be read
 */
export async function readOrganization(
  session: Session,
  keeper: Keeper,
  standing: Standing,
  onDenied: (failed: CallFailed) => void,
): Promise<void> {
  const { roots: Roots, below } = await readTree(session, keeper);
  const enabled = guardrails.filter((type) =>
    Roots.some(({ PolicyTypes }) => PolicyTypes?.some(({ Type, Status }) => Type === type && Status !== 'PENDING_DISABLE')),
  );
  const policies = await orReport(onDenied, () => readPolicies(session, keeper, enabled));
  const [features, administrators] = await Promise.all([
    orReport(onDenied, () => readFeatures(session, keeper)),
    orReport(onDenied, () => readRootAdministrators(session, keeper)),
  ]);
  const accounts = below.flatMap((part) => part.accounts);
  await keeper.write('organization', {
    Organization: { Id: standing.organizationId, MasterAccountId: standing.managementAccountId },
    Roots,
    OrganizationalUnits: below.flatMap((part) => part.units),
    Accounts: accounts,
    ...(policies === null ? {} : { Policies: policies }),
    ...(features === null ? {} : { EnabledFeatures: features }),
    ...(administrators === null ? {} : { RootAccessAdministrators: administrators }),
  });
}

/** The accounts alone: what other calls wait for. @throws CallFailed */
export const listAccounts = async (session: Session, keeper: Keeper): Promise<readonly ListedAccount[]> =>
  listed((await readTree(session, keeper)).below);

const listed = (below: readonly Below[]): ListedAccount[] =>
  below.flatMap(({ accounts }) =>
    accounts.map(({ Id = '', Name = '', State, Status, ParentId }) => ({ Id, Name, Status: State ?? Status ?? '', ParentId })),
  );

async function readTree(session: Session, keeper: Keeper) {
  const { Roots } = await keeper.once('organization/roots', async () => ({
    Roots: await allPages((token) =>
      session
        .call('organizations:ListRoots', ({ organizations }) => organizations.send(new ListRootsCommand(withToken('NextToken', token))))
        .then((page) => ({ items: page.Roots, next: page.NextToken })),
    ),
  }));
  const below = await Promise.all(Roots.map(({ Id = '' }) => readBelow(session, keeper, Id)));
  return { roots: Roots, below };
}

interface Below {
  readonly accounts: readonly (Account & { readonly ParentId: string })[];
  readonly units: readonly { readonly Id: string; readonly Name: string; readonly ParentId: string }[];
}

/** Accounts and units below a root or unit, each with its ParentId. */
async function readBelow(session: Session, keeper: Keeper, parent: string): Promise<Below> {
  const own = await keeper.once(`organization/below/${parent}`, async () => {
    const ParentId = parent;
    const [Accounts, OrganizationalUnits] = await Promise.all([
      allPages((token) =>
        session
          .call('organizations:ListAccountsForParent', ({ organizations }) =>
            organizations.send(new ListAccountsForParentCommand({ ParentId, ...withToken('NextToken', token) })),
          )
          .then((page) => ({ items: page.Accounts, next: page.NextToken })),
      ),
      allPages((token) =>
        session
          .call('organizations:ListOrganizationalUnitsForParent', ({ organizations }) =>
            organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, ...withToken('NextToken', token) })),
          )
          .then((page) => ({ items: page.OrganizationalUnits, next: page.NextToken })),
      ),
    ]);
    return { Accounts, OrganizationalUnits };
  });
  const deeper = await Promise.all(own.OrganizationalUnits.map(({ Id = '' }) => readBelow(session, keeper, Id)));
  return {
    accounts: [...own.Accounts.map((account) => ({ ...account, ParentId: parent })), ...deeper.flatMap((part) => part.accounts)],
    units: [
      ...own.OrganizationalUnits.map(({ Id, Name }) => ({ Id: Id ?? '', Name: Name ?? '', ParentId: parent })),
      ...deeper.flatMap((part) => part.units),
    ],
  };
}

/** All policies of the types that are switched on, with what they are attached to. */
async function readPolicies(session: Session, keeper: Keeper, types: readonly PolicyType[]) {
  const listed = await Promise.all(
    types.map((Filter) =>
      keeper.once(`organization/policies/${Filter}`, async () => ({
        Policies: await allPages((token) =>
          session
            .call('organizations:ListPolicies', ({ organizations }) =>
              organizations.send(new ListPoliciesCommand({ Filter, ...withToken('NextToken', token) })),
            )
            .then((page) => ({ items: page.Policies, next: page.NextToken })),
        ),
      })),
    ),
  );
  return await Promise.all(
    listed
      .flatMap(({ Policies }) => Policies)
      .map(({ Id: PolicyId = '' }) => keeper.once(`organization/policy/${PolicyId}`, () => readPolicy(session, PolicyId))),
  );
}

async function readPolicy(session: Session, PolicyId: string) {
  const [{ Policy }, targets] = await Promise.all([
    session.call('organizations:DescribePolicy', ({ organizations }) => organizations.send(new DescribePolicyCommand({ PolicyId }))),
    allPages((token) =>
      session
        .call('organizations:ListTargetsForPolicy', ({ organizations }) =>
          organizations.send(new ListTargetsForPolicyCommand({ PolicyId, ...withToken('NextToken', token) })),
        )
        .then((page) => ({ items: page.Targets, next: page.NextToken })),
    ),
  ]);
  const { Name, Type } = Policy?.PolicySummary ?? {};
  return { Id: PolicyId, Name, Type, Content: Policy?.Content, Targets: targets.map(({ TargetId }) => TargetId).sort() };
}

/** `RootSessions` among them means that sts:AssumeRoot is possible. */
async function readFeatures(session: Session, keeper: Keeper): Promise<readonly string[]> {
  const { EnabledFeatures } = await keeper.once('organization/features', async () => {
    try {
      const found = await session.call('iam:ListOrganizationsFeatures', ({ iam }) => iam.send(new ListOrganizationsFeaturesCommand({})));
      return { EnabledFeatures: found.EnabledFeatures ?? [] };
    } catch (error) {
      // Trusted access for IAM, or all features of Organizations, were never switched on, so neither was any of these.
      if (error instanceof CallFailed && /^(ServiceAccessNotEnabled|OrganizationNotInAllFeaturesMode)/.test(error.failure.name))
        return { EnabledFeatures: [] };
      throw error;
    }
  });
  return EnabledFeatures;
}

/** Accounts other than the management account that may open root sessions: delegated administrators for IAM. */
async function readRootAdministrators(session: Session, keeper: Keeper): Promise<readonly string[]> {
  const { DelegatedAdministrators } = await keeper.once('organization/root-access-administrators', async () => ({
    DelegatedAdministrators: await allPages((token) =>
      session
        .call('organizations:ListDelegatedAdministrators', ({ organizations }) =>
          organizations.send(
            new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'iam.amazonaws.com', ...withToken('NextToken', token) }),
          ),
        )
        .then((page) => ({ items: page.DelegatedAdministrators, next: page.NextToken })),
    ),
  }));
  return DelegatedAdministrators.map(({ Id = '' }) => Id).sort();
}
