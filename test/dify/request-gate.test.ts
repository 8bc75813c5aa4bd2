import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRequestGate,
  type GateOptions,
  type RequestReport,
} from '../../src/dify/request-gate.ts';

/** A gate on a clock of its own, which moves only when the gate sleeps. */
function gateOf(options: Partial<GateOptions> = {}) {
  const clock = { now: 0 };
  const limits: number[] = [];
  const gate = createRequestGate({
    concurrency: 8,
    maxRps: undefined,
    monotonicNow: () => clock.now,
    sleep: async (ms) => {
      clock.now += ms;
    },
    onLimitChange: (limit) => limits.push(limit),
    ...options,
  });
  return { gate, clock, limits };
}

const report = (fields: Partial<RequestReport> = {}): RequestReport => ({
  route: 'GET /apps',
  latencyMs: 10,
  overloaded: false,
  retryAfterMs: undefined,
  ...fields,
});
const OVERLOADED = report({ overloaded: true });

/** Tasks that stay in flight until they are told to end. */
function startTasks({ gate }: Pick<ReturnType<typeof gateOf>, 'gate'>, count: number) {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const done = Array.from({ length: count }, (_, index) =>
    gate.run(async () => {
      started.push(index);
      await new Promise<void>((resolve) => {
        ends[index] = resolve;
      });
    }),
  );
  return { started, done, end: (index: number) => ends[index]?.() };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the request gate', () => {
  it('starts no more than its bound, first come, first served', async () => {
    const setup = gateOf({ concurrency: 2 });
    const { started, end } = startTasks(setup, 4);
    await settle();
    expect(started).toEqual([0, 1]);

    end(1);
    await settle();
    expect(started).toEqual([0, 1, 2]);
    end(0);
    await settle();
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('gives the slot of a task that fails to the next one', async () => {
    const { gate } = gateOf({ concurrency: 1 });

    await expect(
      gate.run(async () => {
        throw new Error('lost');
      }),
    ).rejects.toThrow('lost');

    expect(await gate.run(async () => 'read')).toBe('read');
  });

  it('gives the slot of a task that is interrupted in its wait to the next one', async () => {
    let interrupted = false;
    const { gate, clock } = gateOf({
      concurrency: 1,
      sleep: async () => {
        if (!interrupted) {
          interrupted = true;
          throw new Error('SIGTERM');
        }
        clock.now += 1000;
      },
    });
    gate.report(report({ retryAfterMs: 1000 }));

    await expect(gate.run(async () => 'read')).rejects.toThrow('SIGTERM');

    const second = gate.run(async () => 'read');
    await settle();
    await expect(Promise.race([second, settle()])).resolves.toBe('read');
  });

  it('never has more in flight than its bound, whatever is reported', async () => {
    const step = fc.record({
      overloaded: fc.boolean(),
      latencyMs: fc.integer({ min: 1, max: 5000 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 16 }),
        fc.array(step, { minLength: 1, maxLength: 60 }),
        async (concurrency, steps) => {
          const { gate } = gateOf({ concurrency });
          let inFlight = 0;
          const started: number[] = [];
          await Promise.all(
            steps.map((fields, index) =>
              gate.run(async () => {
                inFlight += 1;
                started.push(index);
                expect(inFlight).toBeLessThanOrEqual(concurrency);
                await Promise.resolve();
                gate.report(report(fields));
                expect(gate.limit()).toBeGreaterThanOrEqual(1);
                expect(gate.limit()).toBeLessThanOrEqual(concurrency);
                inFlight -= 1;
              }),
            ),
          );
          expect(started.toSorted((a, b) => a - b)).toEqual(steps.map((_, index) => index));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps the distance that a maximal rate asks for', async () => {
    const { gate, clock } = gateOf({ maxRps: 4 });
    const startedAt: number[] = [];

    for (let request = 0; request < 4; request += 1) {
      await gate.waitForTurn();
      startedAt.push(clock.now);
    }

    expect(startedAt).toEqual([0, 250, 500, 750]);
  });

  it('keeps the distance for requests that come at once', async () => {
    const clock = { now: 0 };
    const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
    const { gate } = gateOf({
      maxRps: 10,
      concurrency: 4,
      monotonicNow: () => clock.now,
      sleep: (ms) =>
        new Promise<void>((wake) => {
          sleepers.push({ until: clock.now + ms, wake });
        }),
    });
    const startedAt: number[] = [];

    const requests = Array.from({ length: 6 }, () =>
      gate.run(async () => {
        await gate.waitForTurn();
        startedAt.push(clock.now);
      }),
    );
    await settle();
    for (let next = sleepers.shift(); next !== undefined; next = sleepers.shift()) {
      clock.now = Math.max(clock.now, next.until);
      next.wake();
      await settle();
    }
    await Promise.all(requests);

    expect(startedAt).toEqual([0, 100, 200, 300, 400, 500]);
  });

  it('gives a task that makes no request no place of the rate', async () => {
    const { gate, clock } = gateOf({ maxRps: 4 });

    await gate.run(async () => 'nothing to ask');
    await gate.waitForTurn();

    expect(clock.now).toBe(0);
  });

  it('stops everybody for a Retry-After, those in a slot as well', async () => {
    const { gate, clock } = gateOf({ concurrency: 1 });

    await gate.run(async () => {
      gate.report(report({ overloaded: true, retryAfterMs: 7000 }));
      await gate.waitForTurn();
    });

    expect(clock.now).toBe(7000);
  });

  it('stops everybody for a Retry-After', async () => {
    const { gate, clock } = gateOf();
    gate.report(report({ overloaded: true, retryAfterMs: 7000 }));
    const startedAt: number[] = [];

    await Promise.all([1, 2].map(() => gate.run(async () => startedAt.push(clock.now))));

    expect(startedAt).toEqual([7000, 7000]);
  });

  it('refuses to wait longer than its longest pause, and frees the slot', async () => {
    const { gate, clock } = gateOf({
      concurrency: 1,
      longestPause: { ms: 5000, refuse: (waitMs) => new Error(`No wait of ${waitMs} ms`) },
    });
    gate.report(report({ overloaded: true, retryAfterMs: 5001 }));

    await expect(gate.run(async () => 'read')).rejects.toThrow('No wait of 5001 ms');

    clock.now = 1;
    expect(await gate.run(async () => clock.now)).toBe(5001);
  });

  it('halves its bound when Dify is overloaded', () => {
    const { gate } = gateOf();

    gate.report(OVERLOADED);

    expect(gate.limit()).toBe(4);
  });

  it.each([2, 8, 16])('halves once when all %i requests in flight fail', async (concurrency) => {
    const setup = gateOf({ concurrency });
    await Promise.all(
      Array.from({ length: concurrency }, () =>
        setup.gate.run(async () => {
          await settle();
          setup.gate.report(OVERLOADED);
        }),
      ),
    );

    expect(setup.limits).toEqual([concurrency / 2]);
  });

  it('halves again when the requests after that fail too', async () => {
    const setup = gateOf({ concurrency: 8 });
    const fail = () =>
      setup.gate.run(async () => {
        await settle();
        setup.gate.report(OVERLOADED);
      });

    await Promise.all(Array.from({ length: 8 }, fail));
    await Promise.all(Array.from({ length: 4 }, fail));
    await Promise.all(Array.from({ length: 2 }, fail));
    await Promise.all(Array.from({ length: 2 }, fail));

    expect(setup.limits).toEqual([4, 2, 1]);
  });

  it('never goes below one request', async () => {
    const { gate } = gateOf({ concurrency: 3 });

    for (let time = 0; time < 50; time += 1) gate.report(OVERLOADED);

    expect(gate.limit()).toBe(1);
    expect(await gate.run(async () => 'read')).toBe('read');
  });

  it('gives a slot back after twenty good answers', () => {
    const { gate } = gateOf();
    gate.report(OVERLOADED);

    for (let time = 0; time < 19; time += 1) gate.report(report());
    expect(gate.limit()).toBe(4);
    gate.report(report());
    expect(gate.limit()).toBe(5);
    for (let time = 0; time < 200; time += 1) gate.report(report());
    expect(gate.limit()).toBe(8);
  });

  it('counts the good answers anew after a bad one', () => {
    const { gate } = gateOf();
    gate.report(OVERLOADED);

    for (let time = 0; time < 19; time += 1) gate.report(report());
    gate.report(OVERLOADED);
    gate.report(report());

    expect(gate.limit()).toBe(2);
  });

  it('counts the good answers anew after one that tells nothing of the new bound', async () => {
    const setup = gateOf();
    const tasks = startTasks(setup, 8);
    await settle();
    setup.gate.report(OVERLOADED);

    for (let time = 0; time < 6; time += 1) setup.gate.report(report());
    setup.gate.report(OVERLOADED);
    for (let time = 0; time < 19; time += 1) setup.gate.report(report());
    expect(setup.limits).toEqual([4]);
    setup.gate.report(report());
    expect(setup.limits).toEqual([4, 5]);

    for (let index = 0; index < 8; index += 1) tasks.end(index);
    await Promise.all(tasks.done);
  });

  it('halves at once when Dify is overloaded after its bound has risen', async () => {
    const setup = gateOf();
    setup.gate.report(OVERLOADED);
    const tasks = startTasks(setup, 4);
    await settle();
    for (let time = 0; time < 20; time += 1) setup.gate.report(report());

    setup.gate.report(OVERLOADED);

    expect(setup.limits).toEqual([4, 5, 2]);
    for (let index = 0; index < 4; index += 1) tasks.end(index);
    await Promise.all(tasks.done);
  });

  it('halves when answers take twice as long as before and over 500 ms', () => {
    const { gate } = gateOf();
    for (let time = 0; time < 20; time += 1) gate.report(report({ latencyMs: 300 }));

    for (let time = 0; time < 10; time += 1) gate.report(report({ latencyMs: 3000 }));
    expect(gate.limit()).toBe(4);
    for (let time = 0; time < 10; time += 1) gate.report(report({ latencyMs: 3000 }));
    expect(gate.limit()).toBe(2);
  });

  it('stays low for tens of requests while Dify is slow', () => {
    const { gate, limits } = gateOf();
    for (let time = 0; time < 20; time += 1) gate.report(report({ latencyMs: 20 }));

    for (let time = 0; time < 80; time += 1) gate.report(report({ latencyMs: 700 }));

    expect(limits).toEqual([4, 2, 1]);
  });

  it('takes what an app needs after a lighter one for its usual time some hundred answers later', () => {
    const { gate } = gateOf();
    for (let time = 0; time < 20; time += 1) gate.report(report({ latencyMs: 150 }));

    for (let time = 0; time < 40; time += 1) gate.report(report({ latencyMs: 650 }));
    expect(gate.limit()).toBe(1);
    for (let time = 0; time < 160; time += 1) gate.report(report({ latencyMs: 650 }));
    expect(gate.limit()).toBe(8);
  });

  it('halves anew when answers become slow again after a fast spell', () => {
    const { gate } = gateOf();
    for (let time = 0; time < 300; time += 1) gate.report(report({ latencyMs: 650 }));
    for (let time = 0; time < 30; time += 1) gate.report(report({ latencyMs: 150 }));
    expect(gate.limit()).toBe(8);

    for (let time = 0; time < 10; time += 1) gate.report(report({ latencyMs: 1500 }));

    expect(gate.limit()).toBe(4);
  });

  it.each([
    ['become slower on a fast server', 20, 400],
    ['are slow from the beginning', 3000, 3500],
  ])('takes no slot away when answers %s', (_, before, after) => {
    const { gate } = gateOf();
    for (let time = 0; time < 20; time += 1) gate.report(report({ latencyMs: before }));

    for (let time = 0; time < 50; time += 1) gate.report(report({ latencyMs: after }));

    expect(gate.limit()).toBe(8);
  });

  it('does not compare different routes', () => {
    const { gate } = gateOf();
    for (let time = 0; time < 20; time += 1) gate.report(report({ latencyMs: 10 }));

    for (let time = 0; time < 20; time += 1) {
      gate.report(report({ route: 'GET /apps/{app}/chat-messages', latencyMs: 5000 }));
    }

    expect(gate.limit()).toBe(8);
  });
});
