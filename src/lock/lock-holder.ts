import * as v from 'valibot';
import type { Machine } from './machine.ts';
import { SOCKET_NAME } from './socket-name.ts';

/** Who holds the lock, as the file `run.lock` tells people and other runs. */
export const LockHolderSchema = v.object({
  v: v.literal(1),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Together with the number it stands for one process only: numbers come back. */
  start_time: v.nullable(v.string()),
  boot_id: v.nullable(v.string()),
  host: v.string(),
  started_at: v.pipe(v.string(), v.isoTimestamp()),
  /** Name of the socket beside the file on which the holder listens. */
  socket: v.nullable(v.pipe(v.string(), v.regex(SOCKET_NAME))),
});

export type LockHolder = Readonly<v.InferOutput<typeof LockHolderSchema>>;

export function holderHere(
  machine: Machine,
  nowMs: number,
  socket: string | undefined,
): LockHolder {
  return {
    v: 1,
    pid: machine.pid,
    start_time: machine.startTimeOf(machine.pid) ?? null,
    boot_id: machine.bootId ?? null,
    host: machine.host,
    started_at: new Date(nowMs).toISOString(),
    socket: socket ?? null,
  };
}

export function formatHolder(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

/** Undefined for a text that is cut, as a power failure may leave it. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const result = v.safeParse(LockHolderSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
