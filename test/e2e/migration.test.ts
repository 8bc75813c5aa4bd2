import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** What docs/MIGRATION.md calls the same, obsolete or without a meaning here. */
const LINES_OF_THE_EXPORTER_BEFORE = `
DIFY_FETCH_PERIOD=last_month
DIFY_AGGREGATION_PERIOD=monthly
DIFY_OUTPUT_MODE=both
CRON_SCHEDULE=0 16 * * *
LOG_LEVEL=info
GRACEFUL_SHUTDOWN_TIMEOUT=30
MAX_RETRY=3
NODE_ENV=production
EXTERNAL_API_TIMEOUT_MS=30000
HEALTHCHECK_ENABLED=true
HEALTHCHECK_PORT=8080
DIFY_FETCH_PAGE_SIZE=100
DIFY_FETCH_DAYS=30
DIFY_FETCH_TIMEOUT_MS=30000
DIFY_FETCH_RETRY_COUNT=3
DIFY_FETCH_RETRY_DELAY_MS=1000
WATERMARK_FILE_PATH=data/watermark.json
WATERMARK_ENABLED=false  # true: only what is new
`;

describe('an .env of the exporter before', () => {
  it('exports as it stands, with the mode and the period that it names', async () => {
    const build = worldBuilder('1.14.2');
    build.run(build.app('workflow'), { at: '2026-10-10T03:00:00Z', nodes: [llm()] });
    const stage = await startStage({ world: build.world, now: '2026-11-20T03:00:00Z' });
    const { DIFY_USAGE_STATE_DIR, ...connection } = stage.env;
    const lines = Object.entries(connection).map(([name, value]) => `${name}=${value}`);
    const file = join(await temporaryDirectory(), '.env');
    await writeFile(file, lines.join('\n') + LINES_OF_THE_EXPORTER_BEFORE);
    const none = Object.fromEntries(Object.keys(connection).map((name) => [name, undefined]));

    const run = await stage.run(['export', '--env-file', file, '--verbose'], { env: none });

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('CRON_SCHEDULE');
    expect(stage.receiver.rows('app_records')).toMatchObject([
      { period: '2026-10', token_count: 15 },
    ]);
    expect(stage.receiver.rows('workspace_records')).toMatchObject([
      { period: '2026-10', token_count: 15 },
    ]);
  });
});
