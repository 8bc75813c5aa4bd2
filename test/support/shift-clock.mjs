// Loaded into the program with `node --import`: the present is TEST_NOW, and waits between retries
// pass at once, as if somebody had moved the clock on. performance.now() stays as it is.
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import timers from 'node:timers/promises';

const { TEST_NOW = '', TEST_WAITS = 'skipped' } = process.env;
const realNow = Date.now;
const RealDate = Date;
let offsetMs = Date.parse(TEST_NOW) - realNow();
const now = () => realNow() + offsetMs;

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
});

if (TEST_WAITS === 'skipped') {
  const sleep = timers.setTimeout;
  timers.setTimeout = async (ms, value, options) => {
    const wakeAt = now() + ms;
    await sleep(Math.min(ms, 2), undefined, options);
    // Several waits may be under way: the clock moves on to the latest end, not by their sum.
    offsetMs = Math.max(offsetMs, wakeAt - realNow());
    return value;
  };
  syncBuiltinESMExports();
}
