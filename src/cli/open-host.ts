import type { Host } from '../host.ts';
import type { Say } from '../language/say.ts';
import { type NodeStream, openStandardStream, type StandardStream } from './standard-stream.ts';

/** What of `process` the program uses. */
export type NodeProcess = Omit<Host, 'say' | 'readFile' | 'stdout' | 'stderr'> & {
  readonly stdout: NodeStream;
  readonly stderr: NodeStream;
};

/**
 * The host with streams that a reader may leave and a disk may refuse. Node sets a stream up when it is
 * first looked at, which help and version do not have to pay for.
 */
export function openHost(
  node: NodeProcess,
  say: Say,
  readFile: Host['readFile'],
): Host & { readonly stdout: StandardStream } {
  let stderr: StandardStream | undefined;
  return {
    say,
    readFile,
    argv: node.argv,
    env: node.env,
    get stdin() {
      return node.stdin;
    },
    stdout: openStandardStream(node.stdout),
    get stderr() {
      stderr ??= openStandardStream(node.stderr);
      return stderr;
    },
    on: (signal, listener) => node.on(signal, listener),
    off: (signal, listener) => node.off(signal, listener),
  };
}
