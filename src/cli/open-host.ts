import type { Host } from '../host.ts';
import { type NodeStream, openStandardStream, type StandardStream } from './standard-stream.ts';

/** What of `process` the program uses. */
export type NodeProcess = Omit<Host, 'stdout' | 'stderr'> & {
  readonly stdout: NodeStream;
  readonly stderr: NodeStream;
};

/** The host with streams that a reader may leave and a disk may refuse. */
export function openHost(node: NodeProcess): Host & { readonly stdout: StandardStream } {
  return {
    argv: node.argv,
    env: node.env,
    stdin: node.stdin,
    stdout: openStandardStream(node.stdout),
    stderr: openStandardStream(node.stderr),
    on: (signal, listener) => node.on(signal, listener),
    off: (signal, listener) => node.off(signal, listener),
  };
}
