import type { Host } from '../host.ts';

/** The result of a command for `--json`: one document on standard output. */
export function writeDocument(document: object, { stdout }: Pick<Host, 'stdout'>): void {
  stdout.write(`${JSON.stringify(document)}\n`);
}
