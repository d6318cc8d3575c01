/** Turns the driver's errors into StoreErrors with a code and a next step. */
import { StoreError, type StoreErrorCode } from '../../store.ts';

interface Rule {
  /** Matched with the error's code, a space, and its message. */
  readonly pattern: RegExp;
  /** The code that the failure gets; that of what was being done unless given. */
  readonly code?: StoreErrorCode;
  readonly next: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /Security\.(Unauthorized|AuthProviderFailed|TokenExpired)/,
    code: 'store-unavailable',
    next: 'It refuses this user name or password: check NEO4J_USERNAME and NEO4J_PASSWORD.',
  },
  {
    pattern: /Security\.CredentialsExpired/,
    code: 'store-unavailable',
    next: "This user's password must be changed first: ALTER CURRENT USER SET PASSWORD FROM … TO … in cypher-shell.",
  },
  {
    pattern: /Security\.AuthenticationRateLimit/,
    code: 'store-unavailable',
    next: 'Too many wrong passwords were tried: wait some seconds, then check NEO4J_USERNAME and NEO4J_PASSWORD.',
  },
  {
    pattern: /Security\.(Forbidden|AuthorizationExpired)/,
    next: 'This user may not do that: Rolepath reads and writes data, and makes one constraint and some indexes. Use a user who may.',
  },
  {
    pattern: /ForbiddenOnReadOnlyDatabase|WriteOnReadOnlyAccess|read.?only/i,
    code: 'write-failed',
    next: 'This database takes no writes: name another with NEO4J_DATABASE, or let its administrator open it for writing.',
  },
  {
    pattern: /NotALeader|Cluster\.|no longer accepts writes/i,
    code: 'store-unavailable',
    next: 'This member of the cluster does not take it: use a neo4j:// address, which finds the one that does.',
  },
  {
    pattern: /Database\.DatabaseNotFound|DatabaseNotFound/,
    code: 'store-unavailable',
    next: 'There is no such database: check NEO4J_DATABASE.',
  },
  {
    pattern: /no space left|disk (is )?full|out of disk|low on space|file too large|quota exceeded|TransactionLogError/i,
    code: 'write-failed',
    next: "The server's disk is full: make room there, then run the same command again; it goes on where it was.",
  },
  {
    pattern: /too large to (be )?index|exceeds? .*index/i,
    code: 'write-failed',
    next: 'A name in the data is longer than Neo4j can index. Correct it in the input.',
  },
  {
    pattern: /MemoryPoolOutOfMemory|OutOfMemory|StackOverflow/,
    next: 'The server has too little memory for it: raise dbms.memory.transaction.total.max or server.memory.heap.max_size.',
  },
  {
    pattern: /TransactionTimedOut|Transaction\.Terminated|LockClientStopped|transaction has been terminated/i,
    next: 'It took longer than its time limit, or was ended on the server.',
  },
  {
    pattern: /not support any of the protocol versions|protocol version|handshake|version negotiation/i,
    code: 'store-unavailable',
    next: 'That is no Neo4j, or a version that this Rolepath cannot talk to: use Neo4j 5 or later, and the Bolt port (7687).',
  },
  {
    pattern: /certificate|TLS|SSL|unencrypted|encrypted/i,
    code: 'store-unavailable',
    next: 'Encryption does not fit: neo4j+s:// for a server with a certificate, neo4j+ssc:// for a self-signed one, neo4j:// for one without.',
  },
  {
    pattern: /Unknown scheme|Invalid URL|Could not parse|URI/,
    code: 'store-unavailable',
    next: 'NEO4J_URI should look like neo4j://localhost:7687.',
  },
  {
    pattern: /ServiceUnavailable|SessionExpired|DatabaseUnavailable|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|closed|routing|discovery|Pool/i,
    code: 'store-unavailable',
    next: 'Check NEO4J_URI and that the server runs, then run the same command again; an unfinished load goes on where it was.',
  },
];

/** `plain` is the code when nothing more is known, `doing` says what was being done. A StoreError passes through as it is. */
export function toStoreError(error: unknown, plain: StoreErrorCode, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message.trim() : String(error);
  const rule = rules.find(({ pattern }) => pattern.test(`${code} ${text}`));
  const next = rule === undefined ? '' : ` ${rule.next}`;
  const [line = ''] = hideSecrets(text).split('\n', 1);
  return new StoreError(rule?.code ?? plain, `${doing}: ${line}${/[.!]$/.test(line) ? '' : '.'}${next}`, { cause: error });
}

/** An address that the driver does not like stands in its message as it was given: a user's name, password and parameters are left out. */
const hideSecrets = (text: string): string => text.replace(/\b([a-z0-9+]+:\/\/)(?:[^\s/'"]*@)?([^\s/?#'"@]*)[^\s'"]*/gi, '$1$2');
