import { ExitCode } from './exit-code.ts';

/** What each exit status means, and who has to act. */
export const exitStatusTable: readonly {
  readonly code: ExitCode;
  readonly meaning: string;
  readonly actor: string;
}[] = [
  {
    code: ExitCode.ok,
    meaning: 'delivered, or nothing to report, or a dry run',
    actor: 'nobody',
  },
  { code: ExitCode.commandLine, meaning: 'a bad option or argument', actor: 'the caller' },
  {
    code: ExitCode.dataError,
    meaning: 'a body is refused for good or inexpressible, or cache/ is damaged',
    actor: 'a developer',
  },
  {
    code: ExitCode.unavailable,
    meaning: 'Dify or AWS could not be read whole, or --strict found a difference',
    actor: 'nobody, unless it lasts',
  },
  { code: ExitCode.internal, meaning: 'a bug; its stack trace is on stderr', actor: 'a developer' },
  {
    code: ExitCode.cannotSpool,
    meaning: 'neither delivered nor spooled',
    actor: 'an operator, now',
  },
  {
    code: ExitCode.outputLost,
    meaning: 'stdout, or the file of --output, could not be written whole',
    actor: 'the caller',
  },
  {
    code: ExitCode.spooled,
    meaning: 'not delivered now but safely spooled, or another run is at work',
    actor: 'nobody, unless it lasts',
  },
  {
    code: ExitCode.protocol,
    meaning: 'the receiver answered outside its contract; the body is kept',
    actor: 'an operator',
  },
  {
    code: ExitCode.noPermission,
    meaning: 'Dify, the receiver, a proxy or AWS refused the credentials',
    actor: 'an operator',
  },
  {
    code: ExitCode.config,
    meaning: 'the configuration is missing or wrong, or an address does not exist',
    actor: 'an operator',
  },
  { code: ExitCode.hungUp, meaning: 'the terminal was closed; nothing is lost', actor: 'nobody' },
  { code: ExitCode.interrupted, meaning: 'interrupted; nothing is lost', actor: 'nobody' },
  { code: ExitCode.terminated, meaning: 'terminated; nothing is lost', actor: 'nobody' },
];

/** The table as every `--help` ends with it. */
export function formatExitStatusTable(): string {
  const width = Math.max(...exitStatusTable.map(({ meaning }) => meaning.length));
  const lines = exitStatusTable.map(
    ({ code, meaning, actor }) =>
      `  ${String(code).padStart(3)}  ${meaning.padEnd(width)}  ${actor}`,
  );
  return ['Exit statuses, and who has to act:', ...lines].join('\n');
}
