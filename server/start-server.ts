/** Listens: on the loopback address unless told otherwise, on the next free port if the wanted one is taken. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AppOptions, createApp } from './app.ts';
import { isLoopback } from './guards.ts';
import { ServerStartError } from './server-start-error.ts';

export interface ServerOptions extends AppOptions {
  /** Address to bind; 127.0.0.1 unless given. Any address but a loopback one needs `token`. */
  readonly host?: string;
  /** First port to try, 4321 unless given; 0 takes any free one. */
  readonly port?: number;
  /** Told when a port is taken and which one is tried next. */
  readonly onBusyPort?: (busy: number, next: number) => void;
  readonly limits?: Partial<ConnectionLimits>;
}

/** What one connection may take, so that slow and many clients do not stop the server. */
export interface ConnectionLimits {
  /** Until all headers of a request are there. */
  readonly headersMilliseconds: number;
  /** Until all of a request, body included, is there. */
  readonly requestMilliseconds: number;
  /** Without a byte in either direction; whoever does not take its answer is let go. */
  readonly idleMilliseconds: number;
  /** Open at once; more are turned away. */
  readonly connections: number;
}

const usualLimits: ConnectionLimits = {
  headersMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  idleMilliseconds: 120_000,
  connections: 2000,
};

export interface RunningServer {
  /** Where a browser on this machine finds the page, e.g. `http://127.0.0.1:4321/`. */
  readonly url: string;
  readonly port: number;
  /** Lets running requests finish for at most five seconds; calling it twice is allowed. */
  close(): Promise<void>;
}

const portsToTry = 20;
const graceMilliseconds = 5000;

/** Resolves once the server accepts connections; rejects with a ServerStartError. */
export async function startServer({ host = '127.0.0.1', port = 4321, onBusyPort, limits, ...app }: ServerOptions): Promise<RunningServer> {
  if (app.token === '') throw new ServerStartError('token-required', 'The token is empty. Give a real one, or none to serve on 127.0.0.1.');
  if (!isLoopback(host) && app.token === undefined) {
    throw new ServerStartError(
      'token-required',
      `Serving on ${host} lets other machines in, so it needs a token. Give one, or serve on 127.0.0.1.`,
    );
  }
  const server = createLimitedServer(createApp(app), { ...usualLimits, ...limits });
  const taken = await listenOnFreePort(server, host, port, (busy, next) => {
    app.log.info({ busy, next }, `Port ${busy} is taken, trying ${next}`);
    onBusyPort?.(busy, next);
  });
  let closing: Promise<void> | undefined;
  return {
    url: `http://${urlHost(host)}:${taken}/`,
    port: taken,
    close: () => {
      closing ??= closeGracefully(server);
      return closing;
    },
  };
}

function createLimitedServer(app: RequestListener, limits: ConnectionLimits): Server {
  const { headersMilliseconds: headersTimeout, requestMilliseconds: requestTimeout, idleMilliseconds, connections } = limits;
  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval: Math.min(1000, headersTimeout) }, app);
  // Without a listener of its own, Node ends a connection that is idle for that long.
  server.setTimeout(idleMilliseconds);
  server.maxConnections = connections;
  return server;
}

async function listenOnFreePort(
  server: Server,
  host: string,
  first: number,
  onBusy: (busy: number, next: number) => void,
): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + portsToTry - 1, 65535);
  for (let port = first; ; port++) {
    const failure = await listen(server, host, port);
    if (failure === null) return (server.address() as AddressInfo).port;
    if (failure.code !== 'EADDRINUSE') {
      throw new ServerStartError(
        'cannot-listen',
        `Cannot listen on ${host}:${port} (${failure.code ?? failure.message}). Choose another address or port.`,
        { cause: failure },
      );
    }
    if (port >= last)
      throw new ServerStartError('no-free-port', `The ports ${first} to ${last} are all taken. Choose another with --port.`, {
        cause: failure,
      });
    onBusy(port, port + 1);
  }
}

function listen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => settle(error);
    const onListening = () => settle(null);
    const settle = (result: NodeJS.ErrnoException | null) => {
      server.off('error', onError).off('listening', onListening);
      resolve(result);
    };
    server
      .once('error', onError)
      .once('listening', onListening)
      .listen({ host: host.replace(/^\[|\]$/g, ''), port });
  });
}

async function closeGracefully(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

/** The address to open: one that listens everywhere is reached at 127.0.0.1. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
