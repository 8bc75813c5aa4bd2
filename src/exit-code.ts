/** Exit statuses from sysexits(3), which systemd shows by name. */
export const ExitCode = {
  ok: 0,
  commandLine: 64,
  dataError: 65,
  unavailable: 69,
  internal: 70,
  cannotSpool: 73,
  outputLost: 74,
  spooled: 75,
  protocol: 76,
  noPermission: 77,
  config: 78,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Most urgent first; 64 and 78 end a run before anything else can happen, unless the receiver's address is wrong. */
const URGENCY: readonly ExitCode[] = [73, 70, 78, 77, 65, 76, 69, 74, 75, 0];

/** The status of a run to which several apply. */
export function mostUrgent(codes: Iterable<ExitCode>): ExitCode {
  const present = new Set(codes);
  return URGENCY.find((code) => present.has(code)) ?? ExitCode.ok;
}
