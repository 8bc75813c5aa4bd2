import { describe, expect, it } from 'vitest';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { dryRun, exportTo } from '../support/in-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe.each(RECORDED_VERSIONS)('the recorded month of Dify %s, exported again', (version) => {
  it.each(['all', 'per_app'] as const)(
    'is the same in mode %s, for a few requests',
    async (mode) => {
      const dify = await startFakeDify({ version, world: loadWorld(version).world });
      const receiver = await startFakeReceiver();
      const stateDir = await temporaryDirectory();
      try {
        const options = { stateDir, mode, timeZone: 'Asia/Tokyo' } as const;
        const first = await exportTo(dify, receiver, options);
        const middle = dify.requests.length;
        const second = await dryRun(dify, { ...options, cache: 'read' });

        expect(dify.requests.length - middle).toBeLessThan(middle * 0.6);
        expect(bodiesOf(second)).toEqual(bodiesOf(first));
        expect(differencesOf(second)).toEqual(differencesOf(first));
      } finally {
        await dify.close();
        await receiver.close();
      }
    },
  );
});

function bodiesOf({ reading }: ExportResult) {
  if (reading.kind === 'failed') throw reading.error;
  return reading.bodies.map(({ body }) => body);
}

function differencesOf({ reading }: ExportResult) {
  return reading.kind === 'failed' ? undefined : reading.report.differences;
}
