/**
 * One set of credentials and what is asked with it. Keeps to the limits on calls at once, and renews credentials that expire
 * in mid-run: the SDK renews what it knows to expire, and what AWS calls expired is fetched anew here.
 */
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { LimitFunction } from 'p-limit';
import { sessionPolicy } from './actions.ts';
import { type AwsCredentials, type Clients, createClients } from './clients.ts';
import { CallFailed, describeFailure } from './failures.ts';
import { createPace } from './pace.ts';

/** What all sessions of a run share. */
export interface Surroundings {
  readonly region: string;
  /** Bounds the calls under way over all accounts. */
  readonly overall: LimitFunction;
  /** Bounds the roles that are being entered. A limit of its own: calls that wait for credentials must not hold up the call that gets them. */
  readonly entering: LimitFunction;
  /** A call begins; the function it gives is called when it is over, whatever came of it. */
  readonly onCall: (action: string, account: string) => () => void;
  readonly onRetry: (action: string, account: string) => void;
}

/** How often credentials that AWS calls expired are fetched anew for one call. */
const renewals = 3;

export interface Session {
  /** For people and progress: the account id, or what the credentials are called before that is known. */
  readonly account: string;
  /** In another region, with the same credentials and limits. */
  inRegion(region: string): Session;
  /**
   * Makes one call.
   * @param action as `iam:ListRoles`, for messages
   * @throws CallFailed
   */
  call<Answer>(action: string, send: (clients: Clients) => Promise<Answer>): Promise<Answer>;
  /** Closes its connections. */
  close(): void;
}

type Provider = () => Promise<AwsCredentials>;

/** The credentials at hand: AWS's own chain of environment, profiles, SSO, containers and instances. */
export const openOwnSession = (surroundings: Surroundings, profile: string | undefined, account = 'your credentials'): Session =>
  createSession(surroundings, account, () => {
    const chain = fromNodeProviderChain({
      ...(profile === undefined ? {} : { profile }),
      clientConfig: { region: surroundings.region },
      ignoreCache: true,
    });
    return () => chain();
  });

export interface RoleToEnter {
  readonly account: string;
  readonly arn: string;
  readonly externalId: string | undefined;
}

/** A role in an account, entered with the credentials of `base` and limited to the list of reads. */
export const openRoleSession = (surroundings: Surroundings, base: Session, { account, arn, externalId }: RoleToEnter): Session =>
  createSession(surroundings, account, () => async () => {
    const { Credentials: given } = await base.call('sts:AssumeRole', ({ sts }) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: arn,
          RoleSessionName: 'rolepath',
          Policy: sessionPolicy,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
      ),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) throw new Error('AWS answered without credentials.');
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
    };
  });

function createSession(surroundings: Surroundings, account: string, makeProvider: () => Provider): Session {
  const { overall, entering, onCall, onRetry } = surroundings;
  // IAM's rate limits are per account, and so is the pace.
  const pace = createPace();
  let provider: Provider | null = null;
  /** By region; those whose credentials expired are only in `all`: calls may still be under way in them. */
  const current = new Map<string, Clients>();
  const all = new Set<Clients>();
  const clientsIn = (region: string): { readonly clients: Clients; readonly credentials: Provider } => {
    provider ??= keepUntilExpiry(makeProvider());
    const known = current.get(region);
    if (known) return { clients: known, credentials: provider };
    const clients = createClients({
      region,
      credentials: provider,
      onAttempt: (action, attempt) => {
        if (attempt === 1) return;
        pace.slowDown();
        onRetry(action, account);
      },
    });
    current.set(region, clients);
    all.add(clients);
    return { clients, credentials: provider };
  };
  const renew = (): void => {
    current.clear();
    provider = null;
  };

  const sessionIn = (region: string): Session => ({
    account,
    inRegion: sessionIn,
    close: () => {
      for (const clients of all) clients.destroy();
      all.clear();
      renew();
    },
    call: (action, send) => {
      const isEntering = action === 'sts:AssumeRole';
      const atItsPace = async () => {
        for (let tries = 1; ; tries += 1) {
          const { clients, credentials } = clientsIn(region);
          try {
            await credentials();
            const sendNow = () => send(clients).finally(onCall(action, account));
            return await (isEntering ? sendNow() : overall(sendNow));
          } catch (error) {
            // Entering the role failed: that is the call to report.
            if (error instanceof CallFailed) throw error;
            const failure = describeFailure(error);
            if (failure.kind !== 'expired' || tries > renewals) throw new CallFailed(action, failure, { cause: error });
            if (current.get(region) === clients) renew();
          }
        }
      };
      return isEntering ? entering(atItsPace) : pace.run(atItsPace);
    },
  });
  return sessionIn(surroundings.region);
}

/** Seconds before their end at which credentials are fetched anew. */
const margin = 60;

/** One fetch at a time, and none while the last one's credentials are good. What failed is tried anew. */
function keepUntilExpiry(fetch: Provider): Provider {
  let good: AwsCredentials | null = null;
  let under: Promise<AwsCredentials> | null = null;
  const isGood = ({ expiration }: AwsCredentials): boolean => expiration === undefined || expiration.getTime() - Date.now() > margin * 1000;
  return async () => {
    if (good && isGood(good)) return good;
    under ??= fetch().finally(() => {
      under = null;
    });
    good = await under;
    return good;
  };
}
