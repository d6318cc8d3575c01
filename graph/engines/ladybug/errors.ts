/** Turns what the native library throws, which is text only, into StoreErrors with a code and a next step. */
import { StoreError, type StoreErrorCode } from '../../store.ts';

interface Rule {
  readonly pattern: RegExp;
  /** What was being done, by the code of its plain failure. */
  readonly during: readonly StoreErrorCode[];
  readonly code: StoreErrorCode;
  readonly next: string;
}

const opening = 'store-unavailable';
const rules: readonly Rule[] = [
  {
    pattern: /set lock/i,
    during: [opening, 'write-failed'],
    code: 'store-busy',
    next: 'Another process is writing to this database; wait for it to end.',
  },
  {
    pattern: /not a valid|checkpoint|corrupt|checksum|storage version/i,
    during: [opening, 'query-failed'],
    code: 'store-corrupt',
    next: 'Ingest again to build a new database.',
  },
  {
    pattern: /./,
    during: [opening],
    code: opening,
    next: 'Check that the snapshot is there and readable; otherwise ingest again.',
  },
  {
    pattern: /interrupted/i,
    during: ['query-failed'],
    code: 'query-failed',
    next: 'It took longer than its time limit; ask for less.',
  },
  {
    pattern: /no space left|disk full|too large|cannot write|ENOSPC|EFBIG|EDQUOT/i,
    during: ['write-failed'],
    code: 'write-failed',
    next: 'Free disk space and ingest again.',
  },
  {
    pattern: /allocate memory|buffer pool is full/i,
    during: ['write-failed'],
    code: 'write-failed',
    next: 'The engine had no memory left for this graph: it takes some kilobytes for each row, and at most three quarters of what the machine has.',
  },
];

/** `plain` is the code when nothing more is known, `doing` says what was being done. A StoreError passes through as it is. */
export function toStoreError(error: unknown, plain: StoreErrorCode, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const text = error instanceof Error ? error.message.trim() : String(error);
  const rule = rules.find(({ pattern, during }) => during.includes(plain) && pattern.test(text));
  const next = rule === undefined ? '' : ` ${rule.next}`;
  return new StoreError(rule?.code ?? plain, `${doing}: ${text}${/[.!]$/.test(text) ? '' : '.'}${next}`, { cause: error });
}
