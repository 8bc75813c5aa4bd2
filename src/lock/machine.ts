import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';

/** What tells one run from another; tests pass a machine that has been restarted. */
export type Machine = {
  readonly hasAbstractSockets: boolean;
  readonly host: string;
  readonly pid: number;
  /** Undefined where there are no numbers for users. */
  readonly uid: number | undefined;
  /** Changes with each start of the kernel, and is the same in all its containers. */
  readonly bootId: string | undefined;
  /** When a process began, in units of its kernel; undefined when there is none of this number. */
  startTimeOf(pid: number): string | undefined;
};

export function thisMachine(): Machine {
  return {
    hasAbstractSockets: process.platform === 'linux',
    host: hostname(),
    pid: process.pid,
    // An arbitrary one need not have a name, so that nothing here may ask for it.
    uid: process.geteuid?.(),
    bootId: readKernelFile('/proc/sys/kernel/random/boot_id'),
    startTimeOf: (pid) => parseStartTime(readKernelFile(`/proc/${pid}/stat`) ?? ''),
  };
}

/** Reads proc_pid_stat(5), in which a program's name may hold spaces and brackets. */
export function parseStartTime(stat: string): string | undefined {
  const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // One that was killed holds nothing any more, even if nobody ever asks what became of it.
  return state === 'Z' || state === 'X' ? undefined : rest[18];
}

function readKernelFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined; // Not there, or hidden: whoever asks has to do without.
  }
}
