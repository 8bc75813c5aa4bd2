import { createHash } from 'node:crypto';

/** An abstract name has no file: there is nothing to be left behind. */
export function abstractName(stateDir: string, uid: number | undefined): string {
  const hash = createHash('sha256').update(stateDir).digest('hex').slice(0, 32);
  return `\0dify-usage-${uid}-${hash}`;
}
