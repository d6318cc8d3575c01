/** A terminal that remembers, and services without a store: for runs of the command line inside the test's process. */
import { Readable, Writable } from 'node:stream';
import type { Services } from '../../cli/commands/context.ts';
import type { OutputStream, Surroundings } from '../../cli/terminal.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

export class RecordingStream extends Writable implements OutputStream {
  readonly isTTY: boolean;
  readonly columns: number;
  text = '';
  constructor(isTTY = false, columns = 80) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }
  /** Terminals have these two; a moving line needs them. */
  cursorTo(): boolean {
    return true;
  }
  clearLine(): boolean {
    return true;
  }
  override _write(chunk: string, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.text += chunk;
    done();
  }
}

export function fakeSurroundings(
  options: { input?: string; isTTY?: boolean; columns?: number; env?: Surroundings['env'] } = {},
): Surroundings & { readonly stdout: RecordingStream; readonly stderr: RecordingStream } {
  return {
    stdin: Readable.from([options.input ?? '']),
    stdout: new RecordingStream(options.isTTY, options.columns),
    stderr: new RecordingStream(options.isTTY, options.columns),
    env: options.env ?? {},
  };
}

/** Services over the fake organization; `changes` replaces some of them. */
export function fakeServices(changes: Partial<Services> = {}): Services {
  const refuse = () => Promise.reject(new Error('This test gives no such service.'));
  return {
    mirroredSource: async () => null,
    openQuestions: async () => ({ questions: createFakeQuestions(), close: async () => undefined }),
    openServed: async () => ({
      questions: createFakeQuestions,
      problem: () => null,
      check: async () => undefined,
      close: async () => undefined,
    }),
    openDesk: () => ({
      list: async () => ({ current: null, snapshots: [], problems: [] }),
      problem: () => null,
      diff: refuse,
    }),
    diffSnapshots: refuse,
    ingest: refuse,
    ingestLive: refuse,
    planLive: refuse,
    examine: refuse,
    onInterrupt: () => () => undefined,
    listSnapshots: async () => ({ current: null, snapshots: [], problems: [] }),
    showSnapshot: refuse,
    useSnapshot: refuse,
    pruneSnapshots: refuse,
    rebuildSnapshot: refuse,
    loadQueries: async () => [],
    startServer: refuse,
    overNeo4j: () => fakeServices(changes),
    examplePath: '/example',
    untilStopped: async () => undefined,
    openBrowser: async () => false,
    ...changes,
  };
}
