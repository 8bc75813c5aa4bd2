import Big from 'big.js';
import type {
  AppRecord,
  ModelRecord,
  Payload,
  UserRecord,
  WorkspaceRecord,
} from '../../src/payload/payload.ts';
import type { Figures, JudgedRecords } from './judged-records.ts';
import type { RecordsByKind } from './true-records.ts';

/** What an export bills, in the terms of the truth. */
export function sentRecords(payloads: readonly Payload[]): RecordsByKind {
  return {
    app_records: byKey(
      payloads.flatMap((body) => body.app_records ?? []),
      ({ period, app_id, currency }) => [period, app_id, currency],
      toCostFigures,
    ),
    workspace_records: byKey(
      payloads.flatMap((body) => body.workspace_records ?? []),
      ({ period, currency }) => [period, currency],
      toCostFigures,
    ),
    user_records: byKey(
      payloads.flatMap((body) => body.user_records ?? []),
      userKey,
      toUserFigures,
    ),
    model_records: byKey(
      payloads.flatMap((body) => body.model_records ?? []),
      (record) => [...userKey(record), record.model_provider, record.model_name, record.currency],
      toModelFigures,
    ),
  };
}

/** Throws a `TypeError` for two records of one key, of which a receiver would keep one. */
function byKey<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
  toFigures: (row: Row) => Figures,
): JudgedRecords {
  const records = new Map<string, Figures>();
  for (const row of rows) {
    const key = keyOf(row).join(' | ');
    if (records.has(key)) throw new TypeError(`There are two records of ${key}`);
    records.set(key, toFigures(row));
  }
  return records;
}

function userKey({ period, app_id, user_type, user_id }: UserRecord | ModelRecord): string[] {
  return [period, app_id, `${user_type} ${user_id}`];
}

function toCostFigures({ token_count, total_price }: AppRecord | WorkspaceRecord): Figures {
  return { token_count: BigInt(token_count), total_price: toUnits(total_price) };
}

function toUserFigures(record: UserRecord): Figures {
  return {
    message_tokens: BigInt(record.message_tokens),
    answer_tokens: BigInt(record.answer_tokens),
    total_tokens: BigInt(record.total_tokens),
    message_count: BigInt(record.message_count),
    conversation_count: BigInt(record.conversation_count),
  };
}

function toModelFigures(record: ModelRecord): Figures {
  return {
    prompt_tokens: BigInt(record.prompt_tokens),
    completion_tokens: BigInt(record.completion_tokens),
    total_tokens: BigInt(record.total_tokens),
    total_price: toUnits(record.total_price),
    execution_count: BigInt(record.execution_count),
  };
}

function toUnits(price: string): bigint {
  return BigInt(new Big(price).times(10_000_000).toFixed());
}
