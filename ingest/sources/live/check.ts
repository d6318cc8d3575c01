/** What the doctor tried, and how it went. */
import { isAccountId } from '../../../iam/index.ts';
import { CallFailed } from './failures.ts';
import { describeFailedCall } from './live-findings.ts';
import type { Probe } from './probes.ts';
import type { Session } from './session.ts';
import type { WhoCalls } from './standing.ts';

export interface Check {
  /** `credentials`, `organization`, `identity-center`, or an account id. */
  readonly place: string;
  /** What was tried, e.g. `sts:AssumeRole`. */
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do; empty if it is well. */
  readonly remedy: string;
}

/** Makes the call in the account of `place`, or where that is none in the caller's. */
export async function tryOut(
  session: Session,
  { action, send }: Probe,
  place: string,
  { account, partition }: WhoCalls,
  role: string | null,
): Promise<Check> {
  try {
    await session.call(action, (clients) => send(clients, isAccountId(place) ? place : account, partition));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    // A thing that is not there, or makes no sense, was looked for: that is allowed.
    const wasAllowed = error.action === action && (error.failure.kind === 'absent' || error.failure.kind === 'other');
    if (!wasAllowed) return ill(place, error, role);
  }
  return well(place, action, 'allowed');
}

export const well = (place: string, check: string, detail: string): Check => ({ place, check, ok: true, detail, remedy: '' });

export function ill(place: string, error: CallFailed, role: string | null): Check {
  const { reason, remedy } = describeFailedCall(error, { account: isAccountId(place) ? place : null, role });
  return { place, check: error.action, ok: false, detail: reason, remedy: remedy.replace(/ Then run again with --resume\.$/, '') };
}
