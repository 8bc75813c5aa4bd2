import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { SessionPorts } from './session-ports.ts';

/** Sends when the gate lets it, and tells the gate how it went, so that it can slow down. */
export async function sendInTurn(
  route: string,
  { gate, monotonicNow }: Pick<SessionPorts, 'gate' | 'monotonicNow'>,
  send: () => Promise<Answer>,
): Promise<Answer> {
  await gate.waitForTurn();
  const startedAt = monotonicNow();
  const report = (overloaded: boolean, retryAfterMs?: number) =>
    gate.report({ route, latencyMs: monotonicNow() - startedAt, overloaded, retryAfterMs });
  try {
    const answer = await send();
    report(answer.status === 429 || answer.status >= 500, answer.retryAfterMs);
    return answer;
  } catch (error) {
    // Anything else, such as an untrusted certificate, tells nothing of how much Dify bears.
    if (error instanceof HttpError && error.remedy === 'time') report(true);
    throw error;
  }
}
