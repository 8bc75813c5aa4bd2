import { isAtLeast } from './presets.ts';
import type { FakeState } from './route.ts';

const LOCKOUT_MS = 86_400_000;
const TOLERATED_FAILURES = 5;

/** Six failures are answered, the seventh try is refused, even with the right password. */
export function isLockedOut(state: FakeState, email: string): boolean {
  return countOf(state, email) > TOLERATED_FAILURES;
}

/** Each counted failure starts the 24 hours anew. */
export function countFailure(state: FakeState, email: string): void {
  state.memory.failedLogins.set(keyOf(state, email), {
    count: countOf(state, email) + 1,
    expiresAt: state.now() + LOCKOUT_MS,
  });
}

export function clearFailures(state: FakeState, email: string): void {
  state.memory.failedLogins.delete(keyOf(state, email));
}

function countOf(state: FakeState, email: string): number {
  const entry = state.memory.failedLogins.get(keyOf(state, email));
  return entry !== undefined && entry.expiresAt > state.now() ? entry.count : 0;
}

/** The address as typed; in lower case from 1.11.3 on. */
function keyOf(state: FakeState, email: string): string {
  return isAtLeast(state.version, '1.11.3') ? email.toLowerCase() : email;
}
