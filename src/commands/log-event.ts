import type { Logger } from '../cli/logger.ts';
import { sayInEnglish } from '../language/say.ts';
import type { ReadEvent } from './read-usage-ports.ts';

/** Tells the log what happened on the way; progress is for people only. */
export function logEvent(log: Logger, event: ReadEvent): void {
  switch (event.kind) {
    case 'progress':
      break;
    case 'signed_in':
      log.debug(
        { code: 'signed_in', host: event.host, version: event.version },
        'Signed in to Dify',
      );
      break;
    case 'retrying':
      log.debug(
        { code: 'dify_retry', wait_ms: event.waitMs, reason: event.error.message },
        'Repeating a request to Dify',
      );
      break;
    case 'cache_failed':
      log.warn(
        { code: 'cache_failed', detail: event.error.message },
        'What was read could not be kept for the next run',
      );
      break;
    case 'cache_damaged':
      log.warn(
        { code: 'cache_damaged', file: event.name, reason: sayInEnglish(event.reason) },
        'A file of the cache is damaged: what it held was asked of Dify again',
      );
      break;
    case 'concurrency_changed':
      log.debug({ code: 'concurrency_changed', limit: event.limit }, 'Adapted to the load of Dify');
      break;
  }
}
