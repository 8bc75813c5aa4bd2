import { once } from 'node:events';
import { ExitCode } from '../exit-code.ts';
import { startDeadline } from '../http/deadline.ts';
import { message } from '../language/message.ts';
import { type Finding, failed, type Hop, type HopName, type HopResult } from './hop.ts';

export type HopRunner = {
  /**
   * Looks at a hop and gives its value to those that build on it. A hop that is undefined lacks what
   * an earlier one should have found, and is reported as not tried.
   */
  run<Value>(
    name: HopName,
    look: ((signal: AbortSignal) => Promise<HopResult<Value>> | HopResult<Value>) | undefined,
  ): Promise<Value | undefined>;
  readonly hops: readonly Hop[];
};

/**
 * One hop after the other; each is told to `onHop` as soon as it is known. `limitMs` is for what has
 * no limit of its own, such as a disk in the network.
 */
export function createHopRunner(
  onHop: (hop: Hop) => void,
  outer: AbortSignal,
  limitMs: number,
): HopRunner {
  const hops: Hop[] = [];
  const report = (name: HopName, findings: readonly Finding[]) => {
    for (const finding of findings) {
      const { status, code, found, cure, exitCode = ExitCode.ok } = finding;
      const hop = { name, status, code, found, cure, exitCode };
      hops.push(hop);
      onHop(hop);
    }
  };

  return {
    hops,
    async run(name, look) {
      outer.throwIfAborted();
      if (look === undefined) {
        const hop = { ...NOT_TRIED, name };
        hops.push(hop);
        onHop(hop);
        return undefined;
      }
      const deadline = startDeadline(limitMs, outer);
      try {
        const { findings, value } = await Promise.race([
          look(deadline.signal),
          rejectWhenAborted(deadline.signal),
        ]);
        report(name, findings);
        return value;
      } catch (error) {
        outer.throwIfAborted();
        if (!deadline.hasExpired()) throw error;
        report(name, [hung(name, limitMs)]);
        return undefined;
      } finally {
        deadline.stop();
      }
    },
  };
}

const NOT_TRIED = {
  status: 'not_tried',
  code: 'not_tried',
  found: message('check_not_tried'),
  cure: undefined,
  exitCode: ExitCode.ok,
} as const;

async function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

function hung(name: HopName, limitMs: number): Finding {
  return failed(
    exitCodeOfSilence(name),
    'hung',
    message('check_hung', { seconds: limitMs / 1000 }),
    message('check_hung_cure'),
  );
}

function exitCodeOfSilence(name: HopName): ExitCode {
  if (name.startsWith('dify_')) return ExitCode.unavailable;
  return name.startsWith('receiver_') ? ExitCode.spooled : ExitCode.cannotSpool;
}
