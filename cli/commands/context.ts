/** What a command is given, and what it does with any answer. Commands know no engine and no process. */
import type { Readable } from 'node:stream';
import type { PruneRules } from '../../graph/snapshots.ts';
import type { LiveSummary } from '../../ingest/sources/live/collect.ts';
import type { LiveOptions } from '../../ingest/sources/live/options.ts';
import type { Envelope, IngestAnswer } from '../../queries/answers.ts';
import type { DiffOptions } from '../../queries/diff/diff-snapshots.ts';
import type { DiffAnswer } from '../../queries/diff-answer.ts';
import type { DoctorAnswer, LivePlanAnswer } from '../../queries/live-answers.ts';
import type { Questions } from '../../queries/questions.ts';
import type { SavedQuery } from '../../queries/saved/metadata.ts';
import type { PruneAnswer, SnapshotAnswer, SnapshotsAnswer, UseAnswer } from '../../queries/snapshots-answer.ts';
import type { SnapshotDesk } from '../../server/route.ts';
import type { ServedSnapshots } from '../../server/served-snapshots.ts';
import type { RunningServer, ServerOptions } from '../../server/start-server.ts';
import type { Config } from '../config/read-config.ts';
import { UsageError } from '../exit-codes.ts';
import { type OutputFormat, renderAnswer, type View } from '../format/view.ts';
import { type Progress, withProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

export interface OpenQuestions {
  readonly questions: Questions;
  close(): Promise<void>;
}

export interface IngestRequest {
  readonly paths: readonly string[];
  /** What people are told was ingested, if not the paths. */
  readonly source?: string;
  readonly dataDir: string;
  /** Reject if anything was skipped or unknown, and leave the current snapshot as it is. */
  readonly strict: boolean;
  /** What counts as a high-value target besides administrators: `TAG=VALUE` or ARNs. */
  readonly highValue?: readonly string[];
  readonly onStep: (text: string) => void;
}

export interface OpenOptions {
  /** `current`, `previous`, an id or the beginning of one; the current one unless given. */
  readonly snapshot?: string | undefined;
  /** What is being done, if opening takes long. */
  readonly onStep?: (text: string) => void;
  /** What people should know of it. */
  readonly onNote?: (text: string) => void;
}

/** Snapshots are named as `OpenOptions.snapshot` says. */
export interface SnapshotServices {
  listSnapshots(dataDir: string): Promise<SnapshotsAnswer>;
  showSnapshot(dataDir: string, name: string): Promise<SnapshotAnswer>;
  /** Makes it current, after a look at all of its files. */
  useSnapshot(dataDir: string, name: string, options: OpenOptions): Promise<UseAnswer>;
  pruneSnapshots(dataDir: string, rules: PruneRules): Promise<PruneAnswer>;
  /** Compares two snapshots; one that another version of Rolepath wrote is built again first. */
  diffSnapshots(dataDir: string, before: string, after: string, options: DiffOptions & Omit<OpenOptions, 'snapshot'>): Promise<DiffAnswer>;
  /** Ingests what it kept anew. */
  rebuildSnapshot(dataDir: string, name: string, onStep: (text: string) => void): Promise<IngestAnswer>;
}

export interface LiveIngestRequest extends Omit<IngestRequest, 'paths' | 'source'> {
  readonly live: LiveOptions;
}

/** What commands ask of the rest of Rolepath. The real one is in wiring.ts. */
export interface Services extends SnapshotServices {
  /** One snapshot of the data directory, built again if another version of Rolepath wrote it; rejects if there is none. */
  openQuestions(dataDir: string, options: OpenOptions): Promise<OpenQuestions>;
  ingest(request: IngestRequest): Promise<IngestAnswer>;
  /** The saved queries that Rolepath brings, and those of the directories; rejects with a SavedQueryError. */
  loadQueries(directories: readonly string[]): Promise<readonly SavedQuery[]>;
  /** What `ingestLive` would ask of AWS. */
  planLive(live: LiveOptions): Promise<LivePlanAnswer>;
  /** @param live also look at AWS; null: at this machine only */
  examine(dataDir: string, live: LiveOptions | null): Promise<DoctorAnswer>;
  /** Runs `say` at Ctrl+C or termination, right before the process ends by it; the result makes it stop listening. */
  onInterrupt(say: () => void): () => void;
  /** Reads what the AWS credentials at hand can see, and ingests that. */
  ingestLive(request: LiveIngestRequest): Promise<{ readonly answer: IngestAnswer; readonly summary: LiveSummary }>;
  /** The current snapshot, and each one that becomes current later; with `snapshot`, that one alone. Rejects as `openQuestions` does. */
  openServed(dataDir: string, options: OpenOptions, logLevel: Terminal['logLevel']): Promise<ServedSnapshots>;
  /** What a server over `served` asks of the data directory. */
  openDesk(dataDir: string, served: ServedSnapshots): SnapshotDesk;
  startServer(
    options: Pick<ServerOptions, 'questions' | 'snapshots' | 'onBusyPort'> & {
      host: string;
      port: number;
      logLevel: Terminal['logLevel'];
      /** Directories of saved queries, beside those that Rolepath brings. */
      queries: readonly string[];
    },
  ): Promise<RunningServer>;
  /** The same over the Neo4j that the environment names: what is ingested is loaded into it, answers come from it. @throws UsageError */
  overNeo4j(): Services;
  /** Where the snapshot came from that an ingest would replace in a database outside of the data directory; null if there is none. */
  mirroredSource(): Promise<string | null>;
  /** The bundled example organization. */
  readonly examplePath: string;
  /** Resolves when the person or the system asks the process to end. */
  untilStopped(): Promise<void>;
  /** Opens the page in the person's browser; resolves to false if that did not work. */
  openBrowser(url: string): Promise<boolean>;
}

export interface Context {
  readonly terminal: Terminal;
  readonly stdin: Readable;
  readonly dataDir: string;
  /** The snapshot to ask, as the user named it; the current one unless given. */
  readonly snapshot: string | undefined;
  readonly output: OutputFormat;
  /** The configuration file that this run heeds. */
  readonly config: Config | null;
  readonly services: Services;
}

/** Opens the snapshot to ask, lets `work` ask it, and closes it whatever happens. */
export async function withQuestions<T>(context: Context, work: (questions: Questions) => Promise<T>): Promise<T> {
  const open = await openWithProgress(context, (options) => context.services.openQuestions(context.dataDir, options));
  try {
    return await work(open.questions);
  } finally {
    await open.close();
  }
}

/** Says what opening the snapshot to ask takes, and what people should know of it. */
export const openWithProgress = <T>({ terminal, snapshot }: Context, open: (options: OpenOptions) => Promise<T>): Promise<T> =>
  withProgress(terminal, 'Opening the snapshot …', ({ step }) => open({ snapshot, onStep: step, onNote: (text) => terminal.note(text) }));

/** For commands that make snapshots or speak of all of them. @throws UsageError */
export function refuseSnapshotOption({ snapshot }: Context, instead: string): void {
  if (snapshot !== undefined) throw new UsageError(`--snapshot says nothing here. ${instead}`);
}

/** Asks one question with a progress line. */
export const ask = <T>(context: Context, doing: string, question: (questions: Questions, progress: Progress) => Promise<T>): Promise<T> =>
  withQuestions(context, (questions) => withProgress(context.terminal, doing, (progress) => question(questions, progress)));

export async function writeAnswer<Answer>({ terminal, output }: Context, answer: Answer, view: View<Answer>): Promise<void> {
  await terminal.write(renderAnswer(answer, view, output, terminal.style));
}

/** Says on stderr what the JSON says with `truncated` (in the words given) and `incomplete`. */
export function warnOfLimits(context: Context, { incomplete, truncated }: Envelope, whatWasCut: string): void {
  if (truncated) context.terminal.warn(whatWasCut);
  warnIfIncomplete(context, incomplete);
}

export function warnIfIncomplete({ terminal }: Context, incomplete: boolean): void {
  if (incomplete) {
    terminal.warn(
      'This snapshot was made of incomplete data: something was skipped or unknown. "rolepath ingest" said what, and its page lists it.',
    );
  }
}
