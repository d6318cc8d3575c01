/** Tells one process from a later one that was given the same id. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

export interface ProcessIdentity {
  readonly pid: number;
  /** Any text that differs between two processes of one id; empty if the system does not tell. */
  readonly startTime: string;
}

export async function identifySelf(): Promise<ProcessIdentity> {
  return { pid: process.pid, startTime: await readStartTime(process.pid) };
}

/** True if that very process still runs. Where start times are unknown, its id decides. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const startTime = await readStartTime(identity.pid);
  return startTime === '' || identity.startTime === '' || startTime === identity.startTime;
}

/** A name for where process ids mean the same: the machine and, on Linux, the container. */
export async function nameProcessSpace(): Promise<string> {
  const container = process.platform === 'linux' ? await readlink('/proc/self/ns/pid').catch(() => '') : '';
  return `${hostname()} ${container}`.trim();
}

async function readStartTime(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      // Field 22 of proc(5) stat; the second field may hold spaces and parentheses, so count after the last ')'.
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    }
    if (process.platform === 'win32') return '';
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim();
  } catch {
    return '';
  }
}
