import pRetry from 'p-retry';
import { startDeadline } from '../deadline.ts';
import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { sayInEnglish } from '../language/say.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';
import { interpretAnswer, type Verdict } from './interpret-answer.ts';
import { interpretFailure } from './interpret-failure.ts';

/** Posts once; throws an HttpError when there was no answer, or the signal's reason. */
export type Send = (outgoing: OutgoingBody, signal: AbortSignal) => Promise<Answer>;

/** `key` is the idempotency key, the same in every attempt. */
export type OutgoingBody = { readonly key: string; readonly body: string };

export type DeliveryOptions = {
  /** Named in messages. */
  readonly host: string;
  /** After the first attempt. */
  readonly maxRetries: number;
  /** For all attempts and the waits between them. */
  readonly deadlineMs: number;
  /** Ends everything, with the body kept. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

export type DeliveryOutcome = {
  readonly verdict: Verdict | { readonly kind: 'interrupted'; readonly problem: EntryProblem };
  readonly attempts: number;
  /** How far the receiver's clock is ahead of ours, from its last answer. */
  readonly clockSkewMs: number | undefined;
};

const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 30_000;

/** Posts one body, again and again while time alone may help and the deadline allows it. */
export async function deliver(
  send: Send,
  outgoing: OutgoingBody,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const { host, deadlineMs, now } = options;
  const deadlineAt = now() + deadlineMs;
  const deadline = startDeadline(deadlineMs, options.signal);
  const { signal } = deadline;
  let verdict: Verdict | undefined;
  let attempts = 0;
  let clockSkewMs: number | undefined;

  async function attempt(): Promise<void> {
    attempts += 1;
    try {
      const answer = await send(outgoing, signal);
      clockSkewMs = answer.clockSkewMs ?? clockSkewMs;
      verdict = interpretAnswer(host, answer);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      verdict = interpretFailure(error);
    }
    if (verdict.kind === 'temporary') throw new TemporaryFailure(verdict);
  }

  async function waitBeforeRetry(failure: TemporaryFailure, retriesConsumed: number) {
    const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** retriesConsumed, MAX_WAIT_MS);
    const waitMs = Math.max(backOffMs, failure.retryAfterMs ?? 0);
    if (now() + waitMs >= deadlineAt) throw failure;
    await options.sleep(waitMs, signal);
  }

  try {
    await pRetry(attempt, {
      retries: options.maxRetries,
      // The waits are ours: p-retry's own cannot be lengthened by a Retry-After.
      minTimeout: 0,
      signal,
      shouldRetry: ({ error }) => error instanceof TemporaryFailure,
      onFailedAttempt: async ({ error, retriesLeft, retriesConsumed }) => {
        if (!(error instanceof TemporaryFailure) || retriesLeft === 0) return;
        await waitBeforeRetry(error, retriesConsumed);
      },
    });
  } catch (error) {
    if (!(error instanceof TemporaryFailure) && !signal.aborted) throw error;
  } finally {
    deadline.stop();
  }
  return { verdict: verdictOf(verdict, options), attempts, clockSkewMs };
}

/** Carries a verdict through p-retry, which retries on errors only. */
class TemporaryFailure extends Error {
  readonly retryAfterMs: number | undefined;

  constructor({ problem, retryAfterMs }: Extract<Verdict, { kind: 'temporary' }>) {
    super(sayInEnglish(problem.message));
    this.retryAfterMs = retryAfterMs;
  }
}

function verdictOf(
  last: Verdict | undefined,
  { host, deadlineMs, signal }: DeliveryOptions,
): DeliveryOutcome['verdict'] {
  // An answer that came is never forgotten, not even when the run is told to stop.
  if (last !== undefined && last.kind !== 'temporary') return last;
  if (signal.aborted) {
    const problem = { code: 'interrupted', message: message('receiver_interrupted') };
    return { kind: 'interrupted', problem };
  }
  const problem = {
    code: 'deadline',
    message: message('receiver_deadline', { host, deadline: deadlineMs }),
  };
  return last ?? { kind: 'temporary', problem, retryAfterMs: undefined };
}
