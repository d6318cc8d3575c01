/** `rolepath doctor`: is everything there that Rolepath needs, and what to do if not. */
import type { Command } from 'commander';
import type { DoctorAnswer } from '../../queries/live-answers.ts';
import { configName } from '../config/find-config.ts';
import type { Config } from '../config/read-config.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { describeLiveProgress } from '../format/live-progress.ts';
import { doctorView } from '../format/live-views.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption, writeAnswer } from './context.ts';
import { addLiveOptions, type GivenLiveOptions, givenLiveNames, liveOptions } from './ingest-live.ts';
import type { Invoke } from './invoke.ts';

interface GivenOptions extends GivenLiveOptions {
  readonly live?: boolean;
}

export function addDoctor(program: Command, invoke: Invoke): void {
  const command = program
    .command('doctor')
    .description('checks versions, store and snapshots, and with --live the AWS credentials, roles and permissions; says what to do')
    .option('--live', 'try the credentials, the role in each account and each call that an ingest would make');
  addLiveOptions(command, { isRun: false });
  command.action((given: GivenOptions, self: Command) => invoke(self, (context) => examine(context, given, self)));
}

async function examine(context: Context, given: GivenOptions, command: Command): Promise<ExitCode> {
  refuseSnapshotOption(context, 'The doctor looks at the current one.');
  const { terminal, services, dataDir } = context;
  const [stray] = given.live ? [] : givenLiveNames(given, command);
  if (stray !== undefined) throw new UsageError(`${stray} goes with --live.`);
  const answer = await withProgress(terminal, 'Looking around …', ({ step }) =>
    services.examine(dataDir, given.live ? { ...liveOptions(given), onProgress: describeLiveProgress(step, terminal.canAnimate) } : null),
  );
  const checks = [describeConfig(context.config), ...answer.checks];
  await writeAnswer(context, { ...answer, checks }, doctorView);
  const ill = checks.filter(({ ok }) => !ok).length;
  if (ill > 0) terminal.warn(`${ill} of ${checks.length} checks failed; docs/live.md has every error with its remedy.`);
  return ill > 0 ? exitCodes.failed : exitCodes.done;
}

/** Which configuration file this run heeds, and what it says. One that is wrong has ended the run before. */
function describeConfig(config: Config | null): DoctorAnswer['checks'][number] {
  const said = config?.settings.map(({ commands, key }) => [...commands, key].join('.')) ?? [];
  const detail = config === null ? `none: no ${configName} here or above` : `${config.path}: ${said.join(', ') || 'says nothing'}`;
  return { place: 'this machine', check: 'configuration', ok: true, detail, remedy: '' };
}
