/** How far a live run has come, for whoever shows it. */

export interface LiveProgress {
  /** What is being done now, e.g. `Reading the organization`. */
  readonly stage: string;
  readonly accountsDone: number;
  /** 0 until the accounts are known. */
  readonly accountsTotal: number;
  /** Calls made so far, and how many attempts AWS or the network cost on top. */
  readonly calls: number;
  readonly retries: number;
  /** Calls under way, the longest first, as `iam:ListSAMLProviders in 111122223333`. */
  readonly underWay: readonly string[];
  /** Milliseconds that the accounts left may take at the pace so far; null before the first is done. */
  readonly remaining: number | null;
}

export interface ProgressRecorder {
  stage(text: string): void;
  accounts(total: number): void;
  accountDone(): void;
  /** A call begins; call the result when it ends. */
  call(action: string, account: string): () => void;
  retry(): void;
  totals(): { readonly calls: number; readonly retries: number };
}

export function createProgress(onProgress: (progress: LiveProgress) => void = () => {}): ProgressRecorder {
  let stage = 'Signing in';
  let [accountsDone, accountsTotal, calls, retries, accountsBegun] = [0, 0, 0, 0, 0];
  const underWay = new Set<{ readonly text: string }>();
  const tell = (): void => {
    const elapsed = Date.now() - accountsBegun;
    const remaining = accountsDone === 0 ? null : Math.round((elapsed / accountsDone) * (accountsTotal - accountsDone));
    onProgress({ stage, accountsDone, accountsTotal, calls, retries, underWay: [...underWay].map(({ text }) => text), remaining });
  };
  return {
    stage: (text) => {
      stage = text;
      tell();
    },
    accounts: (total) => {
      stage = 'Reading accounts';
      accountsTotal = total;
      accountsBegun = Date.now();
      tell();
    },
    accountDone: () => {
      accountsDone += 1;
      tell();
    },
    call: (action, account) => {
      const entry = { text: `${action} in ${account}` };
      calls += 1;
      underWay.add(entry);
      tell();
      return () => {
        underWay.delete(entry);
        tell();
      };
    },
    retry: () => {
      retries += 1;
      tell();
    },
    totals: () => ({ calls, retries }),
  };
}
