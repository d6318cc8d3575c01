/**
 * How users sign in: from the credential report, one call for all of them; where that is not allowed, from single calls for
 * each. Numbers and dates only: no key ids, no serial numbers.
 */

import { setTimeout as wait } from 'node:timers/promises';
import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { CallFailed } from './failures.ts';
import type { Keeper } from './keeper.ts';
import { allPages, withToken } from './pages.ts';
import type { Session } from './session.ts';

/** How often the report is asked for while AWS makes it. */
const reportTries = 20;

/**
 * Writes `credential-report.json`, or `user-credentials.json` where the report is refused.
 * @throws CallFailed of the report's call if neither can be read
 */
export async function readSignInFacts(session: Session, keeper: Keeper, userNames: readonly string[]): Promise<void> {
  const folder = `accounts/${session.account}`;
  if ((await keeper.read(`${folder}/user-credentials`)) !== undefined) return;
  try {
    await keeper.once(`${folder}/credential-report`, () => readReport(session));
  } catch (refused) {
    if (!(refused instanceof CallFailed) || refused.failure.kind !== 'denied') throw refused;
    try {
      await keeper.once(`${folder}/user-credentials`, async () => ({
        Users: await Promise.all(userNames.map((name) => readUser(session, name))),
      }));
    } catch (error) {
      throw error instanceof CallFailed && error.failure.kind === 'denied' ? refused : error;
    }
  }
}

async function readReport(session: Session) {
  for (let tries = 1; ; tries += 1) {
    const { State } = await session.call('iam:GenerateCredentialReport', ({ iam }) => iam.send(new GenerateCredentialReportCommand({})));
    if (State === 'COMPLETE') {
      return await session.call('iam:GetCredentialReport', ({ iam }) => iam.send(new GetCredentialReportCommand({})));
    }
    if (tries === reportTries) {
      throw new CallFailed(
        'iam:GenerateCredentialReport',
        { kind: 'unavailable', name: 'NotReady', message: 'AWS did not finish the credential report in time' },
        { cause: null },
      );
    }
    await wait(Math.min(250 * 2 ** tries, 5000));
  }
}

async function readUser(session: Session, UserName: string) {
  const [hasPassword, devices, keys] = await Promise.all([
    session
      .call('iam:GetLoginProfile', ({ iam }) => iam.send(new GetLoginProfileCommand({ UserName })))
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof CallFailed && error.failure.kind === 'absent') return false;
        throw error;
      }),
    allPages((token) =>
      session
        .call('iam:ListMFADevices', ({ iam }) => iam.send(new ListMFADevicesCommand({ UserName, ...withToken('Marker', token) })))
        .then((page) => ({ items: page.MFADevices, next: page.IsTruncated ? page.Marker : undefined })),
    ),
    allPages((token) =>
      session
        .call('iam:ListAccessKeys', ({ iam }) => iam.send(new ListAccessKeysCommand({ UserName, ...withToken('Marker', token) })))
        .then((page) => ({ items: page.AccessKeyMetadata, next: page.IsTruncated ? page.Marker : undefined })),
    ),
  ]);
  return {
    UserName,
    PasswordEnabled: hasPassword,
    MFADevices: devices.length,
    AccessKeys: keys.map(({ Status, CreateDate }) => ({ Status, CreateDate })),
  };
}
