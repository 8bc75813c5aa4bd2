/** What a number in an id counts. */
export type IdKind = 'user' | 'conversation' | 'message' | 'run' | 'log' | 'node';

const KINDS: Readonly<Record<IdKind, string>> = {
  user: '0000000a',
  conversation: '0000000b',
  message: '0000000c',
  run: '0000000d',
  log: '0000000e',
  node: '0000000f',
};

/** A UUID that tells which row it is, so that no table of ids is needed. */
export function benchId(kind: IdKind, app: number, row: number): string {
  const place = app.toString(16).padStart(4, '0');
  return `${KINDS[kind]}-${place}-4000-8000-${row.toString().padStart(12, '0')}`;
}

export function rowOfId(id: string): number {
  return Number(id.slice(24));
}
