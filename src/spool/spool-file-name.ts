/** Names sort in the order in which the entries are to be sent. */
export type SpoolFileName = {
  /** `20261124T095129123Z`. */
  readonly timestamp: string;
  /** Six digits, then a letter for each time that the body was divided. */
  readonly sequence: string;
  readonly id: string;
};

const NAME = /^(?<timestamp>[12]\d{7}T\d{9}Z)-(?<sequence>\d{6}[a-z]*)-(?<id>[0-9a-f]{32})\.json$/;

export function parseFileName(name: string): SpoolFileName | undefined {
  const { timestamp, sequence, id } = NAME.exec(name)?.groups ?? {};
  if (timestamp === undefined || sequence === undefined || id === undefined) return undefined;
  if (Number.isNaN(parseTimestamp(timestamp))) return undefined;
  return { timestamp, sequence, id };
}

function formatFileName({ timestamp, sequence, id }: SpoolFileName): string {
  return `${timestamp}-${sequence}-${id}.json`;
}

/** Names for new entries, after every existing one even when the clock was set back. */
export function nextFileNames(
  existing: readonly string[],
  nowMs: number,
  ids: readonly string[],
): readonly string[] {
  const newest = existing
    .flatMap((name) => parseFileName(name)?.timestamp ?? [])
    .sort()
    .at(-1);
  const earliestMs = newest === undefined ? nowMs : parseTimestamp(newest) + 1;
  const timestamp = formatTimestamp(Math.max(nowMs, earliestMs));
  return ids.map((id, index) =>
    formatFileName({ timestamp, sequence: String(index + 1).padStart(6, '0'), id }),
  );
}

/** Names for the parts of an entry, in its place. */
export function partFileNames(whole: string, ids: readonly string[]): readonly string[] {
  const place = parseFileName(whole);
  if (place === undefined) throw new TypeError(`Not the name of a spool entry: ${whole}`);

  const { timestamp, sequence } = place;
  return ids.map((id, index) =>
    formatFileName({
      timestamp,
      sequence: `${sequence}${String.fromCharCode('a'.charCodeAt(0) + index)}`,
      id,
    }),
  );
}

function formatTimestamp(instantMs: number): string {
  return new Date(instantMs).toISOString().replaceAll(/[-:.]/g, '');
}

function parseTimestamp(timestamp: string): number {
  const [, date, hour, minute, second, ms] =
    /^(\d{8})T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(timestamp) ?? [];
  const day = date?.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
  return Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
}
