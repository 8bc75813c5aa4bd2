import { createHash } from 'node:crypto';
import { addDays, type CalendarDate } from '../period/calendar-date.ts';
import { toFetchPeriod } from '../period/fetch-period.ts';
import type { Period } from '../period/period.ts';
import { startOfDay } from '../period/time-zone.ts';
import { formatUnits } from '../usage/money.ts';
import type { ApiMeterPayload, ApiMeterRecord } from './api-meter.ts';
import { compareKeys } from './compare-keys.ts';

/** What somebody spent on one model in one day; several of them may be of the same model. */
export type MeteredUsage = {
  /** A date: the buckets are days. */
  readonly bucket: string;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly currency: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly promptUnits: bigint;
  readonly completionUnits: bigint;
  readonly executions: number;
};

/** A record that cannot be sent: the receiver has one amount for what was paid in two currencies. */
export type RefusedRecord = {
  readonly usageDate: string;
  readonly provider: string;
  readonly model: string;
  readonly currencies: readonly string[];
  readonly tokens: number;
};

export type ApiMeterOptions = {
  readonly tenantId: string;
  readonly exporterVersion: string;
  /** What was read, up to now while the period is open. */
  readonly period: Period;
};

export type ApiMeterBill = {
  /** Undefined when there is no record to send. */
  readonly payload: ApiMeterPayload | undefined;
  readonly refused: readonly RefusedRecord[];
};

/**
 * One record for each day, provider and model over the whole workspace, sorted.
 *
 * `export_timestamp` is where the period that was read ends, not the time of the run, so that
 * equal usage gives equal bytes.
 */
export function buildApiMeter(
  usage: Iterable<MeteredUsage>,
  { tenantId, exporterVersion, period }: ApiMeterOptions,
): ApiMeterBill {
  const records: ApiMeterRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const sum of sumByKey(usage)) {
    const currencies = [...sum.units.keys()].sort();
    if (currencies.length < 2) records.push(toRecord(sum, tenantId, period));
    else refused.push({ ...sum.key, currencies, tokens: sum.inputTokens + sum.outputTokens });
  }
  return {
    payload:
      records.length === 0
        ? undefined
        : {
            tenant_id: tenantId,
            export_metadata: {
              exporter_version: exporterVersion,
              export_timestamp: new Date(period.end).toISOString(),
              aggregation_period: 'daily',
              source_system: 'dify',
              date_range: toFetchPeriod(period),
            },
            records,
          },
    refused,
  };
}

type Key = Pick<RefusedRecord, 'usageDate' | 'provider' | 'model'>;

type Sum = {
  readonly key: Key;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly requests: number;
  /** By currency, as far as anything was paid in it: nothing is nothing in every currency. */
  readonly units: ReadonlyMap<string, bigint>;
  /** Of what cost nothing. */
  readonly freeCurrency: string;
};

function sumByKey(usage: Iterable<MeteredUsage>): Sum[] {
  const sums = new Map<string, Sum>();
  for (const part of usage) {
    const key = keyOf(part);
    const text = JSON.stringify(partsOf(key));
    sums.set(text, add(sums.get(text) ?? nothing(key, part.currency), part));
  }
  return [...sums.values()]
    .filter(({ inputTokens, outputTokens, units }) => inputTokens + outputTokens + units.size > 0)
    .sort((left, right) => compareKeys(partsOf(left.key), partsOf(right.key)));
}

function keyOf({ bucket, provider = '', model = '' }: MeteredUsage): Key {
  const name = provider.split('/').at(-1)?.trim().toLowerCase();
  return {
    usageDate: bucket,
    provider: name || 'unknown',
    model: model.trim().toLowerCase() || 'unknown',
  };
}

function partsOf({ usageDate, provider, model }: Key): readonly string[] {
  return [usageDate, provider, model];
}

function nothing(key: Key, freeCurrency: string): Sum {
  return { key, inputTokens: 0, outputTokens: 0, requests: 0, units: new Map(), freeCurrency };
}

function add(sum: Sum, part: MeteredUsage): Sum {
  const { currency } = part;
  const units = part.promptUnits + part.completionUnits;
  return {
    key: sum.key,
    inputTokens: sum.inputTokens + part.promptTokens,
    outputTokens: sum.outputTokens + part.completionTokens,
    requests: sum.requests + part.executions,
    units:
      units === 0n
        ? sum.units
        : new Map([...sum.units, [currency, (sum.units.get(currency) ?? 0n) + units]]),
    freeCurrency: firstOf(currency, sum.freeCurrency),
  };
}

function firstOf(left: string, right: string): string {
  return [left, right].sort()[0] ?? left;
}

function toRecord(
  { key, inputTokens, outputTokens, requests, units, freeCurrency }: Sum,
  tenantId: string,
  { timeZone }: Period,
): ApiMeterRecord {
  const { usageDate, provider, model } = key;
  const [[currency, cost] = [freeCurrency, 0n]] = units;
  return {
    usage_date: usageDate,
    provider,
    model,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    request_count: requests,
    cost_actual: trimDecimal(formatUnits(cost)),
    currency,
    metadata: {
      source_system: 'dify',
      source_event_id: eventId(tenantId, key),
      aggregation_method: 'daily_sum',
      time_range: wholeDay(usageDate, timeZone),
    },
  };
}

function trimDecimal(text: string): string {
  return text.replace(/\.?0+$/, '');
}

/** The same whenever the day is sent again; the hash tells apart what the dashes run together. */
function eventId(tenantId: string, key: Key): string {
  const parts = partsOf(key);
  const text = JSON.stringify([tenantId, ...parts]);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return ['dify', ...parts, hash].join('-');
}

function wholeDay(date: CalendarDate, timeZone: string) {
  const start = startOfDay(date, timeZone);
  return toFetchPeriod({ start, end: startOfDay(addDays(date, 1), timeZone), timeZone });
}
