/**
 * The AWS clients of one set of credentials. Every one of them passes the same two gates: before a call leaves, it must be in the
 * list of reads; each attempt is counted, so that people see how often AWS asked to wait.
 */
import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { findAllowed } from './actions.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface ClientSettings {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** Called before each attempt of a call, the first one and every retry. */
  readonly onAttempt: (action: string, attempt: number) => void;
}

export interface Clients {
  readonly iam: IAMClient;
  readonly identityStore: IdentitystoreClient;
  readonly organizations: OrganizationsClient;
  readonly sso: SSOAdminClient;
  readonly sts: STSClient;
  /** Closes all connections. */
  destroy(): void;
}

/** In standard mode the waits between attempts grow to 20 seconds: ten of them outlast the longest throttling that AWS is known for. */
const maxAttempts = 10;

export function createClients({ region, credentials, onAttempt }: ClientSettings): Clients {
  const settings = {
    region,
    credentials,
    maxAttempts,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
  };
  const clients = {
    iam: guard(new IAMClient(settings), 'iam', onAttempt),
    identityStore: guard(new IdentitystoreClient(settings), 'identitystore', onAttempt),
    organizations: guard(new OrganizationsClient(settings), 'organizations', onAttempt),
    sso: guard(new SSOAdminClient(settings), 'sso', onAttempt),
    sts: guard(new STSClient(settings), 'sts', onAttempt),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** What all clients of the SDK have in common; their own types differ in what they send. */
interface Guardable {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'high'; name: string }): void;
    addRelativeTo(middleware: Middleware, options: { relation: 'after'; toMiddleware: string; name: string }): void;
  };
}
// biome-ignore lint/suspicious/noExplicitAny: each client has its own inputs and outputs, and a guard hands them on untouched.
type Middleware = (next: any, context: { readonly commandName?: string }) => any;

function guard<T extends object>(client: T, service: string, onAttempt: ClientSettings['onAttempt']): T {
  const { middlewareStack } = client as T & Guardable;
  const actionOf = ({ commandName = '' }: { readonly commandName?: string }): string => `${service}:${commandName.replace(/Command$/, '')}`;
  middlewareStack.add(
    (next, context) => async (input: unknown) => {
      const action = actionOf(context);
      if (!findAllowed(action)) throw new Error(`${action} is not among the calls that Rolepath makes; it was not sent.`);
      return await next(input);
    },
    { step: 'initialize', priority: 'high', name: 'rolepathReadOnly' },
  );
  middlewareStack.addRelativeTo(
    (next, context) => {
      let attempt = 0;
      return (input: unknown) => {
        attempt += 1;
        onAttempt(actionOf(context), attempt);
        return next(input);
      };
    },
    { relation: 'after', toMiddleware: 'retryMiddleware', name: 'rolepathAttempts' },
  );
  return client;
}
