import { describe, expect, it, onTestFinished } from 'vitest';
import { summarizeExport } from '../../src/cli/export-summary.ts';
import { listWarnings } from '../../src/cli/export-warnings.ts';
import { toWarningDocument } from '../../src/cli/warning-document.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { type DryRunOptions, dryRun } from '../support/in-process.ts';

async function exportOf(version: string, build: WorldBuilder, options: DryRunOptions) {
  const now = () => Date.parse('2026-11-02T00:00:00Z');
  const dify = await startFakeDify({ version, world: build.world, now });
  onTestFinished(() => dify.close());

  return await dryRun(dify, { password: OWNER.password, now, ...options });
}

/** A conversation of a model that nothing tells: the app got another one, and the price fits none. */
function unknownModel(version: string): WorldBuilder {
  const build = worldBuilder(version);
  const app = build.app('chat', { name: 'Support' });
  build.message(app, { at: '2026-10-05T10:00:00Z', price: '0.5000000' });
  if (app.modelConfig !== null) {
    app.modelConfig = { ...app.modelConfig, updatedAtUs: Date.parse('2026-10-20') * 1000 };
  }
  return build;
}

describe('listWarnings', () => {
  it('says that console tokens may be debug where statistics contain them', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('chat', { name: 'Support' });
    build.message(app, { at: '2026-10-05T10:00:00Z', origin: 'debugger' });

    const result = await exportOf('1.8.1', build, { mode: 'per_user' });

    expect(warningsOf(result)).toContainEqual({
      code: 'console_may_include_debug',
      message:
        'App "Support", 2026-10: 15 tokens were spent in the console and may include debug; they are billed.',
    });
  });

  it('says which tokens are billed by an assumed model', async () => {
    const result = await exportOf('1.12.1', unknownModel('1.12.1'), {
      mode: 'per_model',
      assumeModel: 'current',
    });

    expect(warningsOf(result)).toContainEqual({
      code: 'model_assumed',
      message:
        'App "Support": 15 tokens are billed as of a model that Dify does not confirm: the app\'s present one, or one in another currency that only the price tells.',
    });
    expect(summarizeExport(result, sayInEnglish)).toContain(
      '\n  Support: assumed 15 tokens 0.5000000 USD\n',
    );
  });

  it('does not warn of a model that stays unknown, which the summary says', async () => {
    const result = await exportOf('1.12.1', unknownModel('1.12.1'), { mode: 'per_model' });

    expect(listWarnings(result).map(({ code }) => code)).not.toContain('model_assumed');
    expect(summarizeExport(result, sayInEnglish)).toContain(
      '\n  Support: unattributed 15 tokens 0.5000000 USD\n    2026-10: 15 tokens ran on a model that cannot be known\n',
    );
  });

  it('makes a strict run refuse what is assumed', async () => {
    const result = await exportOf('1.12.1', unknownModel('1.12.1'), {
      mode: 'per_model',
      assumeModel: 'current',
      strict: true,
    });

    expect(result.reading).toMatchObject({ objections: ['assumed_values'] });
  });
});

function warningsOf(result: ExportResult) {
  return listWarnings(result).map((warning) => toWarningDocument(warning, sayInEnglish));
}
