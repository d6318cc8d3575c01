/** What a person can say of a live run. */
import type { LiveProgress } from './progress.ts';
import type { RoleTemplate } from './role-template.ts';

export interface LiveOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** Undefined: only the account of the credentials can be read. */
  readonly role?: RoleTemplate | undefined;
  /** Account ids; undefined: all. */
  readonly accounts?: readonly string[] | undefined;
  readonly excludeAccounts?: readonly string[] | undefined;
  /** Calls under way at once, over all accounts. */
  readonly concurrency: number;
  /** Go on with what a run before this one left. */
  readonly resume: boolean;
  readonly onProgress?: ((progress: LiveProgress) => void) | undefined;
}
