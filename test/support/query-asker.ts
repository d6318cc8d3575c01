/** A process that asks something which takes minutes, says which query process runs it, and waits: `query-asker.ts <database>`. */
import { execFileSync } from 'node:child_process';
import { openTestCypher } from './ladybug-cypher.ts';

const runner = openTestCypher(process.argv[2] ?? '', { processes: 1 });
const limits = { rows: 1, milliseconds: 600_000 };
await runner.run('RETURN 1 AS one', {}, limits);
runner
  .run('UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum((x * y) % z) AS n', {}, limits)
  .catch(() => undefined);
setTimeout(() => {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split('\n');
  const [pid] = lines.flatMap((line) => /^\s*(\d+) .*query-process/.exec(line)?.[1] ?? []);
  process.stdout.write(`running ${pid}\n`);
}, 300);
