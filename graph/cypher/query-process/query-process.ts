/** One query process as the serving process sees it: started, asked, watched, and ended when it takes too much. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CypherError, type CypherRows } from '../../cypher-runner.ts';
import { StoreError } from '../../store.ts';
import type { OpenMessage, QueryMessage, QueryRequest } from './messages.ts';

export interface QueryProcess {
  /** Asks one query at a time. Rejects with a CypherError, or with a StoreError if the database cannot be opened. */
  run(request: QueryRequest, signal?: AbortSignal): Promise<CypherRows>;
  readonly isAlive: boolean;
  /** Lets this process end, or not, while the query process waits for work. */
  setIdle(idle: boolean): void;
  /** Resolves when it is gone. */
  end(): Promise<void>;
}

export interface StartOptions extends OpenMessage {
  /** Path of the file that the process runs: it calls `serveQueries`. */
  readonly main: string;
  /** Milliseconds past the time limit, which the engine heeds first, after which a process that does not answer is ended. */
  readonly graceMs: number;
  /** Arguments for Node before the file's name. */
  readonly nodeArguments: readonly string[];
}

const watchMs = 50;
const startMs = 60_000;
/** Beyond the memory limit, for what a check comes too late for. */
const hardLimitFactor = 2;

interface Asked {
  readonly rows: unknown[][];
  resolve(rows: CypherRows): void;
  reject(error: Error): void;
}

export function startQueryProcess({ main, graceMs, nodeArguments, ...options }: StartOptions): QueryProcess {
  const child = spawn(process.execPath, [...nodeArguments, main], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    // Nothing that this process knows (credentials, tokens) is theirs to know.
    env: keepEnvironment(process.env),
  });
  let asked: Asked | null = null;
  let isReady = false;
  /** Why it was ended, if it was. */
  let verdict: Error | null = null;
  let alive = true;
  const gone = new Promise<void>((resolve) => {
    const onGone = (reason: Error): void => {
      if (!alive) return;
      alive = false;
      settle((one) => one.reject(verdict ?? reason));
      resolve();
    };
    child.on('error', (error) =>
      onGone(new StoreError('store-unavailable', `No query process could be started: ${error.message}.`, { cause: error })),
    );
    child.once('exit', (code, signal) => onGone(isReady ? unexpectedEnd(code, signal) : failedStart(code, signal)));
  });
  const settle = (how: (one: Asked) => void): void => {
    const one = asked;
    asked = null;
    if (one !== null) how(one);
  };
  const endFor = (reason: Error): void => {
    verdict ??= reason;
    settle((one) => one.reject(reason));
    child.kill('SIGKILL');
  };
  const tooMuchMemory = (): CypherError =>
    new CypherError(
      'cypher-memory',
      `The query was ended, as it needed more than ${Math.round(options.memoryBytes / 2 ** 20)} MiB of memory. Ask for less: name labels and keys, or add a LIMIT.`,
    );

  // A process that could not be started says so itself.
  child.send(options satisfies OpenMessage, () => undefined);
  child.on('message', (raw) => {
    const message = raw as QueryMessage;
    switch (message.kind) {
      case 'ready':
        isReady = true;
        boundResources(child, options.memoryBytes);
        return;
      case 'unusable':
        return endFor(new StoreError(message.code, message.message));
      case 'rows':
        // A piece at a time, so that none takes long to read.
        asked?.rows.push(...(JSON.parse(message.json) as unknown[][]));
        return;
      case 'done':
        return settle(({ rows, resolve }) => resolve({ columns: message.columns, rows, truncated: message.truncated }));
      case 'failed': {
        const place =
          message.line === undefined || message.column === undefined ? undefined : { line: message.line, column: message.column };
        const failure = new CypherError(message.code, message.message, place);
        // What an engine keeps after it ran out of memory is not worth finding out.
        if (message.code === 'cypher-memory') return endFor(failure);
        return settle(({ reject }) => reject(failure));
      }
      case 'store-failed':
        return settle(({ reject }) => reject(new StoreError(message.code, message.message)));
      case 'out-of-memory':
        return endFor(tooMuchMemory());
    }
  });

  return {
    get isAlive() {
      return alive && verdict === null;
    },
    run(request, signal) {
      return new Promise<CypherRows>((resolve, reject) => {
        if (asked !== null) throw new Error('A query process is asked one query at a time.');
        let begun = performance.now();
        const watch = setInterval(() => {
          const now = performance.now();
          if (!isReady && now - begun < startMs) return;
          if (!isReady) return endFor(new StoreError('store-unavailable', 'A query process did not start in time. Try again.'));
          if ((readMemory(child) ?? 0) > options.memoryBytes) return endFor(tooMuchMemory());
          if (now - begun > request.milliseconds + graceMs) endFor(tookTooLong(request.milliseconds));
        }, watchMs);
        const onAbort = (): void => endFor(new CypherError('cancelled', 'The query was cancelled.'));
        const finish = (): void => {
          clearInterval(watch);
          signal?.removeEventListener('abort', onAbort);
          child.off('message', onReady);
        };
        const onReady = (): void => {
          // The time limit counts from when the query can run.
          begun = performance.now();
          child.off('message', onReady);
          child.send(request);
        };
        asked = {
          rows: [],
          resolve: (rows) => {
            finish();
            resolve(rows);
          },
          reject: (error) => {
            finish();
            reject(error);
          },
        };
        signal?.addEventListener('abort', onAbort);
        if (signal?.aborted) return onAbort();
        if (!alive) return settle((one) => one.reject(verdict ?? unexpectedEnd(child.exitCode, child.signalCode)));
        if (isReady) child.send(request);
        else child.on('message', onReady);
      });
    },
    setIdle(idle) {
      if (idle) {
        child.unref();
        child.channel?.unref();
      } else {
        child.ref();
        child.channel?.ref();
      }
    },
    end: async () => {
      if (alive) child.ref();
      endFor(new CypherError('cancelled', 'Rolepath is closing.'));
      await gone;
    },
  };
}

function tookTooLong(milliseconds: number): CypherError {
  return new CypherError('cypher-timeout', `The query was ended after ${milliseconds / 1000} s. Ask for less, or allow more time.`);
}

function failedStart(code: number | null, signal: NodeJS.Signals | null): StoreError {
  const how = signal ?? `exit code ${code}`;
  return new StoreError(
    'store-unavailable',
    `A query process ended before it could be asked (${how}). Try again; if it stays so, install Rolepath again.`,
  );
}

function unexpectedEnd(code: number | null, signal: NodeJS.Signals | null): CypherError {
  if (signal === 'SIGKILL')
    return new CypherError('cypher-memory', 'The query process was killed by the system, most likely for its memory. Ask for less.');
  return new CypherError(
    'cypher-failed',
    `The engine broke down over this query (${signal ?? `exit code ${code}`}). Nothing else was harmed; write the query in another way: UNWIND long lists rather than any() or all() over them.`,
  );
}

/** Resident memory in bytes, where the system tells (Linux); elsewhere the query process watches alone. */
function readMemory({ pid }: ChildProcess): number | null {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return null;
  }
}

/**
 * The system's own bounds, where there is `prlimit` (Linux): no file can be written, and addresses end at what is reserved now and the
 * memory limit twice, for what grows faster than anybody looks. Without it the other limits hold.
 */
function boundResources(child: ChildProcess, memoryBytes: number): void {
  if (process.platform !== 'linux' || child.pid === undefined) return;
  try {
    const reserved = Number(/^VmSize:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024;
    const most = Math.round(reserved + memoryBytes * hardLimitFactor);
    execFile('prlimit', ['--pid', String(child.pid), `--as=${most}`, '--fsize=0', '--core=0'], () => undefined);
  } catch {
    // The process is gone already.
  }
}

/** What a program needs to be found and to start; nothing else is passed on. */
function keepEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
