/** A Neo4j server as tests know it. */

export interface Neo4jServer {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly database?: string;
}

export interface StartedServer extends Neo4jServer {
  /** Ends it at once, as `kill -9` would. Doing it twice is allowed. */
  stop(): Promise<void>;
}
