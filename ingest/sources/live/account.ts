/** Reads one account: its IAM data page by page, its identity providers with their details, its alias, how its users sign in. */
import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  ListAccountAliasesCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import { decodeDocument } from '../../link/decode-document.ts';
import { CallFailed, orReport } from './failures.ts';
import type { Keeper } from './keeper.ts';
import { withToken } from './pages.ts';
import type { Session } from './session.ts';
import { readSignInFacts } from './sign-in-facts.ts';

/** What reading an account brings to light that other calls need. */
export interface AccountNames {
  readonly users: readonly string[];
  /** Where the instance of Identity Center is whose roles the account has. */
  readonly identityCenterRegions: ReadonlySet<string>;
}

/** The most that AWS gives in one page. */
const pageSize = 1000;

/**
 * Asks for what is not kept yet.
 * @param onDenied a call was refused; the rest goes on
 * @throws CallFailed if the role cannot be entered, or users, groups and roles cannot be read: then there is nothing to use
 */
export async function readAccount(session: Session, keeper: Keeper, onDenied: (failed: CallFailed) => void): Promise<AccountNames> {
  const id = session.account;
  const names = await readPages(session, keeper);
  const optional = (work: () => Promise<unknown>): Promise<unknown> => orReport(onDenied, work);
  await Promise.all([
    optional(() => keeper.once(`accounts/${id}/identity-providers`, () => readProviders(session))),
    optional(() =>
      keeper.once(`accounts/${id}/aliases`, () =>
        session.call('iam:ListAccountAliases', ({ iam }) => iam.send(new ListAccountAliasesCommand({}))),
      ),
    ),
    optional(() => readSignInFacts(session, keeper, names.users)),
  ]);
  await keeper.once(`accounts/${id}/collected`, async () => ({ CollectedAt: new Date() }));
  return names;
}

const pageName = (id: string, index: number): string => `accounts/${id}${index === 0 ? '' : `.${index + 1}`}`;

async function readPages(session: Session, keeper: Keeper): Promise<AccountNames> {
  const id = session.account;
  const users: string[] = [];
  const identityCenterRegions = new Set<string>();
  let marker: string | undefined;
  for (let index = 0; ; index += 1) {
    const Marker = marker;
    let page: GetAccountAuthorizationDetailsResponse;
    try {
      page = await keeper.once(pageName(id, index), async () =>
        decodeDocuments(
          await session.call('iam:GetAccountAuthorizationDetails', ({ iam }) =>
            iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: pageSize, ...withToken('Marker', Marker) })),
          ),
        ),
      );
    } catch (error) {
      // Nobody says how long a marker lives. Where a run goes on much later, the account is read from its beginning.
      const isStale = error instanceof CallFailed && error.failure.kind === 'other' && index > 0 && /marker/i.test(error.failure.message);
      if (!isStale) throw error;
      for (let kept = 0; kept < index; kept += 1) await keeper.remove(pageName(id, kept));
      return await readPages(session, keeper);
    }
    for (const { UserName } of page.UserDetailList ?? []) if (UserName) users.push(UserName);
    for (const { Path = '' } of page.RoleDetailList ?? []) {
      const [, region] = /^\/aws-reserved\/sso\.amazonaws\.com\/(?:([a-z0-9-]+)\/)?$/.exec(Path) ?? [];
      // Roles of an instance in us-east-1 have no region in their path.
      if (Path.startsWith('/aws-reserved/sso.amazonaws.com/')) identityCenterRegions.add(region ?? 'us-east-1');
    }
    if (!page.IsTruncated || !page.Marker) return { users, identityCenterRegions };
    marker = page.Marker;
  }
}

/** Documents as the AWS CLI prints them: JSON instead of URL-encoded text. What is no JSON stays as it came. */
function decodeDocuments<Page>(page: Page): Page {
  const visit = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') {
      if (!/(^|Policy)Document$/.test(field)) return value;
      const decoded = decodeDocument(value);
      return 'value' in decoded ? decoded.value : value;
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, ''));
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, key)]));
  };
  return visit(page, '') as Page;
}

/** As `list-saml-providers` and `list-open-id-connect-providers` print them, with what the single calls say of each. */
async function readProviders(session: Session) {
  const [saml, oidc] = await Promise.all([
    session.call('iam:ListSAMLProviders', ({ iam }) => iam.send(new ListSAMLProvidersCommand({}))),
    session.call('iam:ListOpenIDConnectProviders', ({ iam }) => iam.send(new ListOpenIDConnectProvidersCommand({}))),
  ]);
  const [SAMLProviderList, OpenIDConnectProviderList] = await Promise.all([
    Promise.all(
      (saml.SAMLProviderList ?? []).map(async (entry) => {
        const {
          SAMLMetadataDocument: _,
          PrivateKeyList: __,
          ...details
        } = await session.call('iam:GetSAMLProvider', ({ iam }) => iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: entry.Arn })));
        return { ...details, ...entry };
      }),
    ),
    Promise.all(
      (oidc.OpenIDConnectProviderList ?? []).map(async (entry) => {
        const details = await session.call('iam:GetOpenIDConnectProvider', ({ iam }) =>
          iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: entry.Arn })),
        );
        return { ...details, ...entry };
      }),
    ),
  ]);
  return { SAMLProviderList, OpenIDConnectProviderList };
}
