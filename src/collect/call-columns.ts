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

/** Rows of 40 bytes, since an object takes six times as much. */
export type CallColumns = {
  add(row: CallRow): void;
  length(): number;
  rows(): Iterable<CallRow>;
};

/** Few rows, since every bucket of every app has a chunk that is not full. */
const CHUNK_ROWS = 512;
const ID_BYTES = 16;
const NUMBERS = 4;

/** No tokens: a message of so many is among the others. */
const NO_TOKENS = 2 ** 32 - 1;

type Chunk = {
  readonly times: Float64Array;
  /** Source, cell, prompt and completion tokens. */
  readonly numbers: Uint32Array;
  readonly ids: Buffer;
};

export function createCallColumns(): CallColumns {
  const chunks: Chunk[] = [];
  /** By row: what is not a UUID as Dify writes it, or too many tokens. */
  const others = new Map<number, Pick<CallRow, 'id' | 'tokens'>>();
  let length = 0;

  return {
    add({ id, at, tokens, source, cell }) {
      const row = length % CHUNK_ROWS;
      const chunk = (row === 0 ? undefined : chunks.at(-1)) ?? createChunk();
      if (row === 0) chunks.push(chunk);
      const { prompt, completion } = tokens ?? { prompt: NO_TOKENS, completion: NO_TOKENS };
      chunk.times[row] = at;
      chunk.numbers.set([source, cell, prompt, completion], row * NUMBERS);
      const fits = tokens === undefined || (isSmall(prompt) && isSmall(completion));
      if (fits && UUID.test(id)) chunk.ids.write(id.replaceAll('-', ''), row * ID_BYTES, 'hex');
      else others.set(length, { id, tokens });
      length += 1;
    },
    length: () => length,
    *rows() {
      for (const [place, { times, numbers, ids }] of chunks.entries()) {
        const first = place * CHUNK_ROWS;
        for (let row = 0; row < CHUNK_ROWS && first + row < length; row += 1) {
          const from = row * NUMBERS;
          const [source = 0, cell = 0] = [numbers[from], numbers[from + 1]];
          const prompt = numbers[from + 2] ?? NO_TOKENS;
          const completion = numbers[from + 3] ?? NO_TOKENS;
          const { id, tokens } = others.get(first + row) ?? {
            id: readUuid(ids, row * ID_BYTES),
            tokens: prompt === NO_TOKENS ? undefined : { prompt, completion },
          };
          yield { id, at: times[row] ?? NaN, tokens, source, cell };
        }
      }
    },
  };
}

function isSmall(tokens: number): boolean {
  return Number.isInteger(tokens) && tokens >= 0 && tokens < NO_TOKENS;
}

function createChunk(): Chunk {
  return {
    times: new Float64Array(CHUNK_ROWS),
    numbers: new Uint32Array(CHUNK_ROWS * NUMBERS),
    ids: Buffer.alloc(CHUNK_ROWS * ID_BYTES),
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readUuid(bytes: Buffer, from: number): string {
  const hex = bytes.toString('hex', from, from + ID_BYTES);
  const clock = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}`;
  return `${clock}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
