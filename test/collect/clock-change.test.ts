import { describe, expect, it } from 'vitest';
import { readBill } from '../support/bill.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';

/** The hour that clocks pass twice begins or ends where a day or month of the bill does. */
describe.each(['1.8.1', '1.9.1', '1.9.2', '1.14.2'])(
  'a run in a repeated hour on Dify %s',
  (version) => {
    it.each(['workflow', 'advanced-chat'])(
      'of a %s app is billed to its own day, and compared with nothing that Dify cannot divide',
      async (mode) => {
        const build = worldBuilder(version, { timeZone: 'Europe/London' });
        const app = build.app(mode, { name: 'app' });
        for (const at of ['2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T12:00:00Z']) {
          build.run(app, { at, nodes: [llm()] });
        }

        const bill = await readBill(build, { aggregation: 'daily', timeZone: 'UTC' });

        expect(bill.withheld).toEqual([]);
        expect(bill.residuals).toEqual([]);
        expect(bill.differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
        expect(bill.apps).toEqual([
          '2026-10-24 app 15 0.0000750 USD',
          '2026-10-25 app 30 0.0001500 USD',
        ]);
      },
    );

    it('does not withhold the month that begins in it', async () => {
      const build = worldBuilder(version, { timeZone: 'America/New_York' });
      const app = build.app('workflow', { name: 'app' });
      build.run(app, { at: '2026-11-01T05:30:00Z', nodes: [llm()] });
      build.run(app, { at: '2026-11-01T04:30:00Z', nodes: [llm()] });

      for (const period of ['2026-10', '2026-11']) {
        const bill = await readBill(build, { period, timeZone: 'America/Chicago' });
        expect(bill.withheld).toEqual([]);
        expect(bill.residuals).toEqual([]);
        expect(bill.differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
      }
    });
  },
);
