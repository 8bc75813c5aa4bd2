import type { Instant } from '../period/period.ts';
import type { CallTokens } from '../usage/ledger-call.ts';

/** What a call has of its own; the rest is numbered elsewhere. */
export type CallRow = {
  readonly id: string;
  readonly at: Instant;
  /** Undefined for a generation whose detail nobody has opened. */
  readonly tokens: CallTokens | undefined;
  readonly source: number;
  readonly cell: number;
};

/** Rows of 48 bytes, since an object takes five times as much. */
export type CallColumns = {
  add(row: CallRow): void;
  length(): number;
  rows(): Iterable<CallRow>;
};

/** Few rows, since every bucket of every app has a chunk that is not full. */
const CHUNK_ROWS = 512;
const ID_BYTES = 16;

type Chunk = {
  /** Time, prompt and completion tokens, which are all exact as doubles; no tokens are NaN. */
  readonly amounts: Float64Array;
  /** Source and cell. */
  readonly places: Uint32Array;
  readonly ids: Buffer;
};

export function createCallColumns(): CallColumns {
  const chunks: Chunk[] = [];
  /** By row: what is not a UUID as Dify writes it. */
  const otherIds = new Map<number, string>();
  let length = 0;

  return {
    add({ id, at, tokens, source, cell }) {
      const row = length % CHUNK_ROWS;
      const chunk = (row === 0 ? undefined : chunks.at(-1)) ?? createChunk();
      if (row === 0) chunks.push(chunk);
      chunk.amounts[row * 3] = at;
      chunk.amounts[row * 3 + 1] = tokens?.prompt ?? NaN;
      chunk.amounts[row * 3 + 2] = tokens?.completion ?? NaN;
      chunk.places[row * 2] = source;
      chunk.places[row * 2 + 1] = cell;
      if (UUID.test(id)) chunk.ids.write(id.replaceAll('-', ''), row * ID_BYTES, 'hex');
      else otherIds.set(length, id);
      length += 1;
    },
    length: () => length,
    *rows() {
      for (const [place, { amounts, places, ids }] of chunks.entries()) {
        const first = place * CHUNK_ROWS;
        for (let row = 0; row < CHUNK_ROWS && first + row < length; row += 1) {
          const prompt = amounts[row * 3 + 1] ?? NaN;
          const completion = amounts[row * 3 + 2] ?? NaN;
          yield {
            id: otherIds.get(first + row) ?? readUuid(ids, row * ID_BYTES),
            at: amounts[row * 3] ?? NaN,
            tokens: Number.isNaN(prompt) ? undefined : { prompt, completion },
            source: places[row * 2] ?? 0,
            cell: places[row * 2 + 1] ?? 0,
          };
        }
      }
    },
  };
}

function createChunk(): Chunk {
  return {
    amounts: new Float64Array(CHUNK_ROWS * 3),
    places: new Uint32Array(CHUNK_ROWS * 2),
    ids: Buffer.alloc(CHUNK_ROWS * ID_BYTES),
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readUuid(bytes: Buffer, from: number): string {
  const hex = bytes.toString('hex', from, from + ID_BYTES);
  const clock = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}`;
  return `${clock}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
