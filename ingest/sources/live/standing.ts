/** Where a live run stands: whose credentials these are, in which organization, and what all its sessions share. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import { IngestError } from '../../errors.ts';
import { CallFailed } from './failures.ts';
import type { LiveOptions } from './options.ts';
import type { ProgressRecorder } from './progress.ts';
import type { Session, Surroundings } from './session.ts';

/** Roles entered at once. */
const enteringAtOnce = 10;
/** Organizations, IAM and STS answer everywhere; Identity Center is looked for where roles of it say that it is. */
const usualRegion = 'us-east-1';

export const createSurroundings = async (
  { region, profile, concurrency }: Pick<LiveOptions, 'region' | 'profile' | 'concurrency'>,
  progress: ProgressRecorder,
): Promise<Surroundings> => ({
  region: region ?? (await configuredRegion(profile)),
  overall: pLimit(concurrency),
  entering: pLimit(enteringAtOnce),
  onCall: progress.call,
  onRetry: progress.retry,
});

/** What AWS_REGION or the profile says. */
async function configuredRegion(profile: string | undefined): Promise<string> {
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return usualRegion;
  } finally {
    client.destroy();
  }
}

export interface WhoCalls {
  readonly account: string;
  readonly partition: string;
  readonly arn: string;
}

/** @throws IngestError `no-credentials` */
export async function whoCalls(own: Session): Promise<WhoCalls> {
  try {
    const { Account, Arn } = await own.call('sts:GetCallerIdentity', ({ sts }) => sts.send(new GetCallerIdentityCommand({})));
    if (!Account || !Arn) throw new Error('AWS did not say whose credentials these are.');
    return { account: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws' };
  } catch (error) {
    if (error instanceof CallFailed) throw notSignedIn(error);
    throw error;
  }
}

export function notSignedIn(failed: CallFailed): IngestError {
  const { kind, name, message } = failed.failure;
  if (kind === 'unavailable')
    return new IngestError(
      'no-credentials',
      `AWS cannot be reached: ${name}: ${message}`,
      'Check the network, --region and proxies, then run again with --resume.',
      {
        cause: failed,
      },
    );
  return new IngestError(
    'no-credentials',
    `There are no AWS credentials that work: ${name}: ${message}`,
    'Sign in (aws sso login), or name a profile with --profile. What was read so far is kept: run again with --resume.',
    { cause: failed },
  );
}

/** Undefined, and reported, if the call is refused. @throws IngestError `no-credentials` */
export async function orDenied<T>(work: () => Promise<T>, onDenied: (failed: CallFailed) => void): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.failure.kind === 'expired') throw notSignedIn(error);
    onDenied(error);
    return undefined;
  }
}
