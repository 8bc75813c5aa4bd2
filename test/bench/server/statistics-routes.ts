import { toPythonText } from '../../support/fake-dify/decimal-text.ts';
import type { Answer, Ctx } from '../../support/fake-dify/route.ts';
import { timeRange } from '../../support/fake-dify/time-range.ts';
import { callsBefore, leavesOf, startOf } from '../world/bench-world.ts';
import { priceLeaf } from '../world/leaf-price.ts';
import type { Served } from './bench-rows.ts';

type Day = { calls: number; tokens: number; units: number };

export function tokenCosts(ctx: Ctx, served: Served): Answer {
  return daily(ctx, served, ({ tokens, units }) => ({
    token_count: tokens,
    total_price: toPythonText(BigInt(units)),
    currency: 'USD',
  }));
}

export function dailyMessages(ctx: Ctx, served: Served): Answer {
  return daily(ctx, served, ({ calls }) => ({ message_count: calls }));
}

export function runTokens(ctx: Ctx, served: Served): Answer {
  return daily(ctx, served, ({ tokens }) => ({ token_count: String(tokens) }));
}

export function dailyRuns(ctx: Ctx, served: Served): Answer {
  return daily(ctx, served, ({ calls }) => ({ runs: calls }));
}

const DAY = 86_400;

/** By day of the account's zone, which is UTC in a bench world. */
function daily(ctx: Ctx, { app, span, calls }: Served, toFields: (day: Day) => object): Answer {
  const { startUs = span.start * 1e6, endUs = span.end * 1e6 } = timeRange(ctx);
  const first = callsBefore(span, app, Math.ceil(startUs / 1e6));
  const end = Math.min(calls, callsBefore(span, app, Math.ceil(endUs / 1e6)));
  const days = new Map<number, Day>();
  for (let call = first; call < end; call += 1) {
    const number = Math.floor(startOf(span, app, call) / DAY);
    let day = days.get(number);
    if (day === undefined) {
      day = { calls: 0, tokens: 0, units: 0 };
      days.set(number, day);
    }
    day.calls += 1;
    for (const leaf of leavesOf(app, call)) {
      const { promptUnits, completionUnits } = priceLeaf(leaf);
      day.tokens += leaf.promptTokens + leaf.completionTokens;
      day.units += promptUnits + completionUnits;
    }
  }
  const data = Array.from(days, ([number, day]) => ({
    date: new Date(number * DAY * 1000).toISOString().slice(0, 10),
    ...toFields(day),
  }));
  return { status: 200, body: { data } };
}
