import { type Deadline, startDeadline } from '../deadline.ts';
import { ExitCode } from '../exit-code.ts';
import { message } from '../language/message.ts';
import { type Finding, failed, type Hop, type HopName, type HopResult } from './hop.ts';
import { untilAborted } from './until-aborted.ts';

/** What a hop builds on, by names of its choice; undefined is what nobody has found. */
type Needs = Readonly<Record<string, unknown>>;
type Found<N extends Needs> = { readonly [Name in keyof N]: Exclude<N[Name], undefined> };

export type HopRunner = {
  /**
   * Looks at a hop and gives its value to those that build on it. A hop that lacks what an earlier
   * one should have found is reported as not tried.
   */
  run<N extends Needs, Value>(
    name: HopName,
    needs: N,
    look: (found: Found<N>, signal: AbortSignal) => Promise<HopResult<Value>> | HopResult<Value>,
  ): Promise<Value | undefined>;
  /** The present hop is about to wait for what has a limit of its own, which comes on top. */
  expect(limitMs: number): void;
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
  let present: Deadline | undefined;
  const tell = (hop: Hop) => {
    hops.push(hop);
    onHop(hop);
  };
  const report = (name: HopName, findings: readonly Finding[]) => {
    for (const { status, code, found, cure, exitCode = ExitCode.ok } of findings) {
      tell({ name, status, code, found, cure, exitCode });
    }
  };

  return {
    hops,
    expect: (ownMs) => present?.extend(ownMs + limitMs),
    async run(name, needs, look) {
      outer.throwIfAborted();
      if (!isFound(needs)) {
        tell({ ...NOT_TRIED, name });
        return undefined;
      }
      const startedAt = performance.now();
      const deadline = startDeadline(limitMs, outer);
      present = deadline;
      try {
        const { findings, value } = await Promise.race([
          look(needs, deadline.signal),
          untilAborted(deadline.signal),
        ]);
        report(name, findings);
        return value;
      } catch (error) {
        outer.throwIfAborted();
        if (!deadline.hasExpired()) throw error;
        report(name, [hung(name, performance.now() - startedAt)]);
        return undefined;
      } finally {
        present = undefined;
        deadline.stop();
      }
    },
  };
}

function isFound<N extends Needs>(needs: N): needs is N & Found<N> {
  return Object.values(needs).every((need) => need !== undefined);
}

const NOT_TRIED = {
  status: 'not_tried',
  code: 'not_tried',
  found: message('check_not_tried'),
  cure: undefined,
  exitCode: ExitCode.ok,
} as const;

function hung(name: HopName, tookMs: number): Finding {
  return failed(
    exitCodeOfSilence(name),
    'hung',
    message('check_hung', { seconds: Math.round(tookMs / 1000) }),
    message('check_hung_cure'),
  );
}

function exitCodeOfSilence(name: HopName): ExitCode {
  if (name.startsWith('dify_')) return ExitCode.unavailable;
  return name.startsWith('receiver_') ? ExitCode.spooled : ExitCode.cannotSpool;
}
