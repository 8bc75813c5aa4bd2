import { describe, expect, it, onTestFinished } from 'vitest';
import { toExportDocument } from '../../src/cli/export-document.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { type DryRunOptions, dryRun } from '../support/in-process.ts';

const VERSION = '1.14.2';

async function documentOf(options: DryRunOptions) {
  const build = worldBuilder(VERSION);
  const app = build.app('workflow', { name: 'Support' });
  build.run(app, { at: '2026-10-05T10:00:00.250Z', nodes: [llm()] });
  const now = () => Date.parse('2026-11-02T00:00:00Z');
  const dify = await startFakeDify({ version: VERSION, world: build.world, now });
  onTestFinished(() => dify.close());

  return toExportDocument(
    await dryRun(dify, { password: OWNER.password, now, ...options }),
    0,
    sayInEnglish,
  );
}

describe('toExportDocument', () => {
  it.each(['per_model', 'all'] as const)('says per app how certain %s is', async (mode) => {
    expect(await documentOf({ mode })).toMatchObject({
      apps: [
        {
          app_name: 'Support',
          certainty: {
            parts: [
              { kind: 'exact', tokens: 15, prices: [{ currency: 'USD', price: '0.0000750' }] },
            ],
            users: [{ kind: 'exact', tokens: 15 }],
            notes: [],
          },
        },
      ],
    });
  });

  it('knows no prices of users', async () => {
    expect(await documentOf({ mode: 'per_user' })).toMatchObject({
      apps: [{ certainty: { parts: [{ kind: 'exact', tokens: 15, prices: [] }] } }],
    });
  });

  it('leaves out certainty where there are neither users nor models', async () => {
    const text = JSON.stringify(await documentOf({ mode: 'both' }));

    expect(text).not.toContain('certainty');
    expect(text).not.toContain('not_sent');
  });

  it('lists what API_Meter cannot be sent', async () => {
    const format = { kind: 'api-meter', tenantId: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47' } as const;

    expect(await documentOf({ format, mode: 'per_model', aggregation: 'daily' })).toMatchObject({
      not_sent: [],
      bodies: [{ body: { records: [{ cost_actual: 0.000075 }] } }],
    });
  });
});
