/** One connection to a Neo4j server or cluster: opened and checked once, handed to readers and to the loader. */
import type { BookmarkManager, Driver, Session } from 'neo4j-driver';
import { StoreError } from '../../store.ts';
import { toStoreError } from './errors.ts';

/** How to reach a database. The password stays in memory: it is in no message and on no disk. */
export interface Neo4jAddress {
  /** `neo4j://host:7687` (a cluster's members are found by themselves) or `bolt://…`; `+s` for TLS. */
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** The user's home database unless given. */
  readonly database?: string;
}

export interface Neo4jOptions {
  /** Most milliseconds to wait for a server that does not answer; 10,000 unless given. */
  readonly connectMs?: number;
  /** Most milliseconds for one read query; 30,000 unless given. */
  readonly timeoutMs?: number;
}

export interface Neo4jConnection {
  readonly driver: Driver;
  readonly timeoutMs: number;
  /** The server as it names itself, e.g. `Neo4j/5.26.12`. */
  readonly version: string;
  /** For messages: scheme, host and database, nothing that is secret. */
  readonly name: string;
  /** What one session has written the next one sees, on whichever member of a cluster it reads. */
  session(mode: 'READ' | 'WRITE', fetchSize?: number): Session;
  close(): Promise<void>;
}

/** Elements have had text ids, and relationships indexes, since this version. */
const leastVersion = 5;

/** Rejects with StoreError `store-unavailable` where the server cannot be reached, refuses the user, or is too old. */
export async function connect(address: Neo4jAddress, options: Neo4jOptions = {}): Promise<Neo4jConnection> {
  const { connectMs = 10_000, timeoutMs = 30_000 } = options;
  const name = describeAddress(address);
  let driver: Driver | null = null;
  try {
    // Loaded when first used: commands that need no Neo4j start without it.
    const { default: neo4j } = await import('neo4j-driver');
    driver = neo4j.driver(address.uri, neo4j.auth.basic(address.username, address.password), {
      disableLosslessIntegers: true,
      connectionTimeout: connectMs,
      connectionAcquisitionTimeout: connectMs * 2,
      maxTransactionRetryTime: connectMs,
      telemetryDisabled: true,
      userAgent: 'rolepath',
      notificationFilter: { minimumSeverityLevel: 'OFF' },
    });
    const database = address.database === undefined ? {} : { database: address.database };
    const version = await askVersion(driver, database);
    refuseOldServer(version, name);
    return connectionOver(driver, neo4j.bookmarkManager(), { ...database, name, timeoutMs, version });
  } catch (error) {
    await driver?.close();
    throw toStoreError(error, 'store-unavailable', `Cannot use Neo4j at ${name}`);
  }
}

/** A query tells more than a handshake: whether the database is there, and whether this user may read it. */
async function askVersion(driver: Driver, database: { readonly database?: string }): Promise<string> {
  const session = driver.session({ ...database, defaultAccessMode: 'READ' });
  try {
    const { summary } = await session.run('RETURN 1');
    return summary.server.agent ?? '';
  } finally {
    await session.close();
  }
}

/** Throws a StoreError `store-unavailable` for a server older than Rolepath's queries. `agent`: as `Neo4j/5.26.12`. */
export function refuseOldServer(agent: string, name: string): void {
  const major = Number(/^Neo4j\/(\d+)/.exec(agent)?.[1] ?? Number.NaN);
  // Compatible servers name themselves otherwise; what they cannot do they say when asked.
  if (Number.isNaN(major) || major >= leastVersion) return;
  throw new StoreError(
    'store-unavailable',
    `Neo4j at ${name} is ${agent}; Rolepath needs Neo4j ${leastVersion} or later. Upgrade the server, or name another with NEO4J_URI.`,
  );
}

function connectionOver(
  driver: Driver,
  bookmarkManager: BookmarkManager,
  { database, ...facts }: Pick<Neo4jConnection, 'name' | 'timeoutMs' | 'version'> & { readonly database?: string },
): Neo4jConnection {
  return {
    ...facts,
    driver,
    session: (defaultAccessMode, fetchSize = 5000) =>
      driver.session({ defaultAccessMode, bookmarkManager, fetchSize, ...(database === undefined ? {} : { database }) }),
    close: async () => {
      try {
        await driver.close();
      } catch (error) {
        throw toStoreError(error, 'store-unavailable', `Neo4j at ${facts.name} did not close`);
      }
    },
  };
}

/** A URI may hold a user's name and password before the host: those are left out. */
function describeAddress({ uri, database }: Neo4jAddress): string {
  const [, scheme = '', host = uri] = /^([a-z0-9+]+:\/\/)?(?:[^@/]*@)?([^/?#]*)/i.exec(uri) ?? [];
  return `${scheme}${host}${database === undefined ? '' : `, database ${database}`}`;
}
