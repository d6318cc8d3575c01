/** What a run would ask of AWS, where and as whom, without entering an account. Only the organization's accounts are listed for it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../graph/finding.ts';
import { actionsOf } from './actions.ts';
import { chooseAccounts } from './choose-accounts.ts';
import type { CallFailed } from './failures.ts';
import { Keeper } from './keeper.ts';
import { describeFailedCall } from './live-findings.ts';
import type { LiveOptions } from './options.ts';
import { findOrganization, type ListedAccount, listAccounts, type Standing } from './organization.ts';
import { createProgress } from './progress.ts';
import { checkTemplate } from './role-template.ts';
import { openOwnSession, type Session } from './session.ts';
import { createSurroundings, orDenied, type WhoCalls, whoCalls } from './standing.ts';

export interface LivePlan {
  readonly caller: WhoCalls;
  readonly standing: 'management account' | 'member account' | 'no organization' | 'unknown';
  /** Place by place. */
  readonly steps: readonly {
    /** An account id, `organization` or `identity-center`. */
    readonly place: string;
    readonly name: string;
    /** ARN of the role that is entered; null: the credentials at hand. */
    readonly role: string | null;
    readonly calls: readonly string[];
  }[];
  readonly findings: readonly Finding[];
}

/** @throws IngestError as `collectLive` does */
export async function planLive(options: LiveOptions): Promise<LivePlan> {
  if (options.role) checkTemplate(options.role);
  const surroundings = await createSurroundings(options, createProgress());
  const own = openOwnSession(surroundings, options.profile);
  try {
    const findings: Finding[] = [];
    const caller = await whoCalls(own);
    const { standing, listed } = await lookAround(own, (failed) =>
      findings.push(describeFailedCall(failed, { account: null, role: null })),
    );
    const { toRead, left } = chooseAccounts(options, caller, listed);
    const ofOrganization = [
      { place: 'organization', name: '', role: null, calls: actionsOf('organization').filter((action) => !action.startsWith('sts:')) },
      { place: 'identity-center', name: '', role: null, calls: actionsOf('identity-center') },
    ];
    return {
      caller,
      standing:
        standing === undefined
          ? 'unknown'
          : standing === null
            ? 'no organization'
            : standing.managementAccountId === caller.account
              ? 'management account'
              : 'member account',
      steps: [
        ...(listed ? ofOrganization : []),
        ...toRead.map(({ id, name, role }) => ({
          place: id,
          name,
          role,
          calls: [...(role === null ? [] : ['sts:AssumeRole']), ...actionsOf('account')],
        })),
      ],
      findings: [...findings, ...left],
    };
  } finally {
    own.close();
  }
}

interface Surroundings {
  /** Null: in no organization; undefined: refused. */
  readonly standing: Standing | null | undefined;
  /** Null: the organization's accounts cannot be listed. */
  readonly listed: readonly ListedAccount[] | null;
}

/** Where the credentials stand and which accounts they see. */
export async function lookAround(own: Session, onFailed: (failed: CallFailed) => void): Promise<Surroundings> {
  const standing = await orDenied(() => findOrganization(own), onFailed);
  if (!standing) return { standing, listed: null };
  const directory = await mkdtemp(join(tmpdir(), 'rolepath-plan-'));
  try {
    return { standing, listed: (await orDenied(() => listAccounts(own, new Keeper(directory)), onFailed)) ?? null };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
