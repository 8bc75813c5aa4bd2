import type { DestinationStream, Logger as PinoLogger } from 'pino';
import type { LogLevel } from '../config/config.ts';

/**
 * Messages are static sentences with their data beside them, and every line has a `code` that
 * never changes, so that it can be filtered by.
 */
export type Logger = PinoLogger;

export type LoggerOptions = {
  readonly level: LogLevel;
  /** Standard error when absent. */
  readonly stream?: DestinationStream;
};

const SECRET_KEYS = [
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'Cookie',
  'set-cookie',
  'x-csrf-token',
  'X-CSRF-Token',
  'token',
  'access_token',
  'refresh_token',
  'csrf_token',
  'accessToken',
  'refreshToken',
  'csrfToken',
  'password',
  'apiKey',
];

/** Creates the logger: JSON lines, written before the call returns, so that no exit loses one. */
export async function createLogger({ level, stream }: LoggerOptions): Promise<Logger> {
  // Loaded here because help and version have no use for it.
  const { pino } = await import('pino');
  return pino(
    {
      level,
      base: { name: 'dify-usage' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_KEYS.flatMap(pathsOf), censor: '[redacted]' },
    },
    stream ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** A secret may stand at the top, or up to two objects deep, such as `request.headers.cookie`. */
function pathsOf(key: string): string[] {
  return [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`];
}
