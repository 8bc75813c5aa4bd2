import {
  Crash,
  type CrashDisk,
  type CrashMount,
  createCrashDisk,
  type DiskFault,
} from './crash-file-system.ts';

/** One run of the program: it ends with a crash, in the middle of it or after its last command. */
export type CrashRun<Command> = {
  readonly commands: readonly Command[];
  readonly fault: DiskFault | undefined;
  /** Whether the power fails, or only the process ends. */
  readonly powerFails: boolean;
};

export type CrashHistory = {
  /** What went wrong, in words: nothing, if the promises are kept. */
  readonly problems: readonly string[];
  /** How many runs crashed in the middle of a call; the others did after their last one. */
  readonly crashedMidway: number;
};

/** Takes note at once: a run may crash after what it has found. */
export type Report = (problems: readonly string[]) => void;

/** What happens in each run, and what is wrong after it. */
export type CrashStory<Command> = {
  act(mount: CrashMount, run: CrashRun<Command>): Promise<void>;
  judge(): Promise<readonly string[]>;
  /** A healthy run at the end, when what killed runs left is old enough to be swept. */
  end(mount: CrashMount): Promise<readonly string[]>;
};

const ROOT = '/disk';
export const STATE = `${ROOT}/state`;
const START_MS = Date.parse('2026-11-24T09:00:00Z');
const DAY_MS = 86_400_000;

/** Lives through the runs one after the other on a disk that forgets, and through a healthy one. */
export async function liveThroughCrashes<Command>(
  runs: readonly CrashRun<Command>[],
  chance: () => number,
  begin: (disk: CrashDisk, now: () => number, report: Report) => CrashStory<Command>,
): Promise<CrashHistory> {
  const disk = createCrashDisk(ROOT);
  const problems: string[] = [];
  let crashedMidway = 0;
  let nowMs = START_MS;
  const now = () => {
    nowMs += 1;
    return nowMs;
  };
  const story = begin(disk, now, (found) => problems.push(...found));

  for (const run of runs) {
    const mount = disk.mount({ now, fault: run.fault });
    try {
      await story.act(mount, run);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashedMidway += 1;
    }
    mount.end();
    if (run.powerFails) disk.failPower(chance);
    problems.push(...(await story.judge()));
  }

  nowMs += DAY_MS;
  problems.push(...(await story.end(disk.mount({ now, fault: undefined }))));
  return { problems, crashedMidway };
}
