import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

export type CollectOptions = {
  /** Ends the request; its reason is thrown as it is. */
  readonly signal: AbortSignal;
  /** How much of the body is read. */
  readonly maxBytes: number;
};

export type CollectedAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Its first `maxBytes`. */
  readonly body: Buffer;
  /** The body went on beyond `maxBytes`. */
  readonly truncated: boolean;
};

/**
 * One request, its answer held whole. Without the stream that `dispatcher.request()` makes of a
 * body, which costs more CPU than the rest of a small answer.
 */
export function collectAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { signal, maxBytes }: CollectOptions,
): Promise<CollectedAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let abortRequest: ((reason: Error) => void) | undefined;

    const resolveWith = (truncated: boolean) =>
      resolve({ status, headers, body: Buffer.concat(chunks).subarray(0, maxBytes), truncated });
    const abort = () => {
      // While it waits for a connection there is nothing to abort yet.
      reject(signal.reason);
      abortRequest?.(signal.reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });

    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        if (signal.aborted) return controller.abort(signal.reason);
        abortRequest = (reason) => controller.abort(reason);
      },
      onResponseStart(_, statusCode, responseHeaders) {
        if (statusCode < 200) return; // early hints and the like: the answer is still to come
        status = statusCode;
        headers = responseHeaders;
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk);
        size += chunk.length;
        if (size <= maxBytes) return;
        resolveWith(true);
        controller.abort(new Error(`The answer is longer than ${maxBytes} bytes`));
      },
      onResponseEnd: () => resolveWith(false),
      onResponseError: (_, error) => reject(error),
    });
  });
}
