import { expect, it, onTestFinished } from 'vitest';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import {
  type FakeReceiver,
  type ScriptedAnswer,
  startFakeReceiver,
} from '../support/fake-receiver.ts';
import { exportTo } from '../support/in-process.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** More of them, or one that failed: `HISTORIES=500`, `SEED=…`. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 6);
const SEED = Number(process.env['SEED'] ?? 1);
const SEEDS = Array.from({ length: HISTORIES }, (_, index) => SEED + index);
const EXPORTS = 16;
const PATIENCE = { timeout: 60_000 };

const MODES = ['per_app', 'both', 'all'] as const;
const ZONES = ['UTC', 'Asia/Tokyo'];
const AGGREGATIONS = ['monthly', 'daily'] as const;
/** With a body that is too large for the receiver, and one that it takes without a word. */
const SIZES = [900, 4_000_000];
const ANSWERS: readonly (ScriptedAnswer | undefined)[] = [
  undefined,
  undefined,
  { status: 503, body: {} },
  { stores: true, fault: 'reset' },
];

/**
 * Figures go to and fro, in exports of two kinds to a receiver that takes each key once: whenever
 * everything has been delivered, it holds what the last export says.
 */
it.each(SEEDS)('the receiver holds what was exported last, history %i', PATIENCE, async (seed) => {
  const chance = seededChance(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item;
  const { dify, change, tick } = await startDify(chance);
  const receiver = await startFakeReceiver({ repeatedKeyStatus: 409, maxBytes: 1200 });
  onTestFinished(() => receiver.close());
  const stateDir = await temporaryDirectory();
  const aggregation = pick(AGGREGATIONS);
  const kinds = [1, 2].map(() => ({
    aggregation,
    period: aggregation === 'daily' ? pick(['2026-10', '2026-10-15']) : '2026-10',
    mode: pick(MODES),
    timeZone: pick(ZONES),
    maxBodyBytes: pick(SIZES),
  }));

  for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
    change();
    receiver.always(pick(ANSWERS));
    const options = pick(kinds);
    const ports = { stateDir, now: tick, password: OWNER.password, cache: 'none' } as const;
    const result = await exportTo(dify, receiver, { ...options, ...ports, force: chance() < 0.15 });

    if (result.delivery?.deferred !== undefined) continue;
    expect(missingIn(receiver, result), `${export_} ${JSON.stringify(options)}`).toEqual([]);
  }
});

/** Two apps with usage at both ends of a month in either zone, some of which changes. */
async function startDify(chance: () => number) {
  const build = worldBuilder('1.14.2');
  const messages = ['x', 'y'].flatMap((name) => {
    const app = build.app('chat', { name });
    return ['2026-09-30T20:00:00Z', '2026-10-15T12:00:00Z', '2026-10-31T20:00:00Z'].map((at) =>
      build.message(app, { at, user: 'alice' }),
    );
  });
  const message = messages[1];
  let now = Date.parse('2026-11-05T03:00:00Z');
  const dify = await serveDify({ version: build.version, world: build.world, now: () => now });
  return {
    dify,
    change() {
      if (message !== undefined) message.messageTokens = chance() < 0.5 ? 10 : 110;
    },
    tick() {
      now += 1;
      return now;
    },
  };
}

/** The records of an export that the receiver does not hold as they are. */
function missingIn(receiver: FakeReceiver, { reading }: ExportResult): string[] {
  if (reading.kind === 'failed') throw reading.error;

  return reading.bodies.flatMap(({ body }) => {
    const arrays = Object.entries<unknown>(JSON.parse(body));
    return arrays.flatMap(([array, records]) => {
      const rows = receiver.rows(array).map((row) => JSON.stringify(row));
      const texts = Array.isArray(records) ? records.map((record) => JSON.stringify(record)) : [];
      return texts.filter((text) => !rows.includes(text));
    });
  });
}
