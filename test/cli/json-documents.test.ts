import { describe, expect, it, onTestFinished } from 'vitest';
import type { Hop, HopName } from '../../src/check/hop.ts';
import { buildProgram } from '../../src/cli/build-program.ts';
import { toCacheDocument } from '../../src/cli/cache-document.ts';
import { toCatchUpDocument } from '../../src/cli/catch-up-document.ts';
import { toCheckDocument } from '../../src/cli/check-document.ts';
import { toDeliveryDocument } from '../../src/cli/delivery-document.ts';
import { type CommandDescription, describeCommand } from '../../src/cli/describe-command.ts';
import { toExportDocument } from '../../src/cli/export-document.ts';
import { toPlanDocument } from '../../src/cli/plan-document.ts';
import { toProblemDocument } from '../../src/cli/problem-document.ts';
import { toSettingsDocument } from '../../src/cli/settings-document.ts';
import {
  toSpoolListDocument,
  toSpoolRemovalDocument,
  toSpoolShowDocument,
} from '../../src/cli/spool-document.ts';
import { ExitCode } from '../../src/exit-code.ts';
import { message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import type { AppModel } from '../../src/usage/app.ts';
import type { DetailNote } from '../../src/usage/app-detail.ts';
import type { CounterCause } from '../../src/usage/explain-run.ts';
import type { ResidualCause } from '../../src/usage/findings.ts';
import { rejectedBody } from '../support/delivery.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { planOf } from '../support/in-process.ts';
import { documentSchemas, findStrays, readSchema, schemaOf } from '../support/json-documents.ts';
import { findLoose, type NamedDocument, unseenProperties } from '../support/schema-coverage.ts';
import { amount, app, appTotals, usd } from '../support/usage.ts';
import {
  bill,
  completeApp,
  deliveredBody,
  deliveryReport,
  difyError,
  exportResult,
  failedExport,
  queuedEntry,
  usageReading,
} from './export-builders.ts';

const COUNTER_CAUSES: Readonly<Record<CounterCause, true>> = {
  zero_totals: true,
  containers_counted_twice: true,
  workflow_tools: true,
  stopped_runs: true,
  failed_calls: true,
  failed_containers: true,
  parallel_iterations: true,
  runs_in_progress: true,
  deleted_since: true,
  changed_since: true,
  unexplained: true,
};

const RESIDUAL_CAUSES: Readonly<Record<ResidualCause, true>> = {
  deleted_conversations: true,
  runs_cleaned_up: true,
  runs_without_log: true,
  messages_unreadable: true,
  child_app_not_exported: true,
  price_unknown: true,
};

const HOPS: Readonly<Record<HopName, true>> = {
  configuration: true,
  state_directory: true,
  lock: true,
  dify_proxy: true,
  dify_dns: true,
  dify_tcp: true,
  dify_tls: true,
  dify_version: true,
  dify_clock: true,
  dify_login: true,
  dify_workspace: true,
  dify_time_zone: true,
  dify_apps: true,
  dify_role: true,
  dify_retention: true,
  receiver_proxy: true,
  receiver_dns: true,
  receiver_tcp: true,
  receiver_tls: true,
  receiver_access: true,
  receiver_clock: true,
  receiver_test: true,
  spool: true,
  receipts: true,
};

const NOTE_CAUSES: Readonly<Record<DetailNote['cause'], true>> = {
  allocated_by_tokens: true,
  allocated_by_generation: true,
  minute_windows_exhausted: true,
  model_unknown: true,
  model_assumed: true,
  ledger_exceeds_messages: true,
  messages_exceed_ledger: true,
  console_may_include_debug: true,
};

describe('the schemas of the JSON documents', () => {
  it('are there for every command that has a document', () => {
    const names = leavesOf(describeCommand(buildProgram(() => undefined, sayInEnglish)))
      .map(({ name }) => name.replace(' ', '-'))
      .filter((name) => name !== 'completion' && name !== 'help'); // a script and a text

    expect(documentSchemas).toEqual(
      [...names, 'error', 'export-catch-up', 'export-plan'].toSorted(),
    );
  });

  it('admit what the program prints', async () => {
    for (const { document } of await documents()) expect(findStrays(document)).toEqual([]);
  });

  it('document no property that the program never prints', async () => {
    expect(unseenProperties(allSchemas(), await documents())).toEqual([
      'export: properties.output_error', // where the file of --output is on a full disk: e2e/manners
    ]);
  });

  it('admit no property that they do not document, and promise all but these', () => {
    const { open, optional } = findLoose(allSchemas());
    // Of these two a failure, a dry run and a delivery have what a condition in the schema says.
    const ofCases = /^export(?:-plan)?\.\w+$/;

    expect(open).toEqual(['export.bodies.body.1']); // src/payload/api-meter.schema.json has it
    expect(optional.filter((path) => !ofCases.test(path))).toEqual([
      'parts.error.cure',
      'parts.error.problems',
      'parts.entry.name',
      'parts.entry.after',
      'parts.entry.export',
      'parts.entry.part',
      'parts.entry.last_attempt_at',
      'parts.entry.last_error',
      'parts.entry.body',
      'config.notices.cure',
      'export.app.error',
      'export.app.certainty',
      'export.reconciliation.assumed.0.model',
      'export-catch-up.delivery',
      'export-plan.apps.error',
      'export-plan.apps.expects',
      'export-plan.apps.requests',
    ]);
  });

  it.each<readonly [what: string, document: unknown]>([
    ['a property that nobody knows', { ...error(), hint: 'Ask somebody' }],
    ['a status that the program never has', { ...error(), status: 1 }],
    ['a failure without its cause', { status: 69 }],
    ['a command that does not exist', { command: 'spool lst', status: 0 }],
    [
      'a price that has been a float',
      { ...exported(), totals: [{ ...total(), total_price: 0.1 }] },
    ],
    ['a bill and a failure at once', { ...exported(), ...error() }],
    ['a hop that nobody knows', { command: 'check', status: 0, hops: [{ ...hop({}), name: 'x' }] }],
    ...['period', 'dify', 'totals', 'apps', 'workspace_complete', 'reconciliation'].map(
      (key) => [`a bill without ${key}`, { ...exported(), [key]: undefined }] as const,
    ),
  ])('refuse %s', (_what, document) => {
    expect(findStrays(JSON.parse(JSON.stringify(document)))).not.toEqual([]);
  });

  it('promise each figure of a plan', () => {
    expect(readSchema('export-plan')).toMatchObject({
      properties: { error: {}, latency_ms: {} },
      required: ['command', 'status', 'plan'],
      oneOf: [
        { required: ['error'] },
        {
          required: Object.keys(planProperties()).filter(
            (key) => !['command', 'status', 'plan', 'error'].includes(key),
          ),
        },
      ],
    });
  });

  it('name every exit status', () => {
    expect(readSchema('parts')).toMatchObject({
      $defs: { status: { enum: Object.values(ExitCode).toSorted((left, right) => left - right) } },
    });
  });

  it('name every hop', () => {
    expect(readSchema('check')).toMatchObject({
      properties: { hops: { items: { properties: { name: { enum: Object.keys(HOPS) } } } } },
    });
  });

  it('name every cause', () => {
    const causes = (values: readonly string[]) => ({
      items: { properties: { cause: { enum: values } } },
    });

    expect(readSchema('export')).toMatchObject({
      $defs: {
        app: {
          properties: {
            certainty: { properties: { notes: causes(Object.keys(NOTE_CAUSES)) } },
          },
        },
        reconciliation: {
          properties: {
            differences: causes(Object.keys(COUNTER_CAUSES)),
            missing: causes(Object.keys(RESIDUAL_CAUSES)),
          },
        },
      },
    });
  });
});

/** Each kind of document with everything that it can have. */
async function documents(): Promise<readonly NamedDocument[]> {
  const whole = exportResult({
    bill: fullBill(),
    spooled: { written: 1, kept: 2, superseded: 3, quarantined: [] },
    spoolFailure: undefined,
    unchangedSince: '2026-11-02T00:00:00.000Z',
    delivery: fullDelivery(),
  });
  const spoolEntry = { ...fullEntry(), body: '{}' };
  const { name, ...shownEntry } = spoolEntry;
  const printed: readonly object[] = [
    toExportDocument(whole, 0, sayInEnglish),
    toExportDocument({ ...whole, dryRun: true, unchangedSince: undefined }, 0, sayInEnglish),
    { ...toExportDocument(failedExport(), 69, sayInEnglish) },
    { ...toExportDocument(exportResult(), 73, sayInEnglish), spool_error: 'The disk is full' },
    wrongSettings(),
    toCatchUpDocument(
      {
        missing: { since: range('2026-09'), periods: [range('2026-10')], more: 1 },
        damagedReceipts: [{ name: 'receipts/x.json', reason: 'it is empty' }],
        exports: [whole],
        delivery: fullDelivery(),
      },
      75,
      sayInEnglish,
    ),
    ...(await plans()),
    toSpoolListDocument(
      {
        directory: '/state',
        spool: [fullEntry()],
        rejected: [fullEntry()],
        quarantine: [{ name: 'x.json', reason: 'it is empty' }],
      },
      sayInEnglish,
    ),
    toSpoolShowDocument([
      { folder: 'spool', name, entry: shownEntry },
      { folder: 'quarantine', name: 'x.json', damage: 'it is empty', text: '' },
    ]),
    toSpoolRemovalDocument([{ folder: 'spool', name }]),
    {
      command: 'spool retry',
      status: 75,
      delivery: toDeliveryDocument(fullDelivery(), sayInEnglish),
    },
    {
      command: 'cache verify',
      status: 65,
      ...toCacheDocument(
        {
          apps: [
            {
              source: 'a'.repeat(16),
              app: { id: 'app-1', name: 'App', mode: 'chat' },
              firstDay: '2026-10-01',
              lastDay: '2026-10-31',
              days: 2,
              records: 3,
              tokens: 4n,
              bytes: 5,
            },
          ],
          damaged: [{ name: 'cache/x', reason: 'it is empty' }],
        },
        sayInEnglish,
      ),
    },
    {
      command: 'cache clear',
      status: 0,
      segments: 1,
      bytes: 2,
      left: [{ name: 'cache/x', reason: 'it is no folder' }],
    },
    toCheckDocument(
      [hop({ cure: undefined }), hop({ status: 'failed', exitCode: 78 })],
      78,
      sayInEnglish,
    ),
    toSettingsDocument(
      {
        settings: [
          {
            name: 'DIFY_PASSWORD',
            state: 'set',
            isSecret: true,
            value: undefined,
            origin: { place: 'environment', name: 'DIFY_PASSWORD', reference: 'aws-sm:dify#P' },
            whenUnset: undefined,
          },
          {
            name: 'MAX_RETRIES',
            state: 'default',
            isSecret: false,
            value: '3',
            origin: undefined,
            whenUnset: undefined,
          },
        ],
        problems: [{ variable: 'DIFY_EMAIL', problem: 'It is not set.', cure: 'Set it.' }],
        notices: [
          {
            code: 'variable_misspelt',
            variable: 'DIFY_EMIAL',
            text: message('notice_variable_unknown'),
          },
        ],
      },
      78,
      sayInEnglish,
    ),
    error(),
  ];
  return printed.map((each) => {
    const document: unknown = JSON.parse(JSON.stringify(each));
    return { schema: schemaOf(document), document };
  });
}

function allSchemas(): ReadonlyMap<string, unknown> {
  return new Map(['parts', ...documentSchemas].map((name) => [name, readSchema(name)]));
}

function exported() {
  return JSON.parse(
    JSON.stringify(toExportDocument(exportResult({ bill: fullBill() }), 0, sayInEnglish)),
  );
}

/** All that a plan may have. */
function planProperties(): object {
  const schema: unknown = readSchema('export-plan');
  const has = typeof schema === 'object' && schema !== null && 'properties' in schema;
  return has && typeof schema.properties === 'object' ? { ...schema.properties } : {};
}

function total() {
  return { period: '2026-10', currency: 'USD', token_count: 1, total_price: '0.0000001' };
}

function error() {
  return { status: 64, error: { code: 'CommandLineError', message: 'There is no command.' } };
}

function wrongSettings() {
  const problem = { variable: 'DIFY_EMAIL', problem: 'It is not set.', cure: 'Set it.' };
  const problems = [toProblemDocument(problem, sayInEnglish)];
  return { status: 78, error: { code: 'ConfigError', message: 'It has a problem.', problems } };
}

function hop(given: Partial<Hop>): Hop {
  return {
    name: 'dify_login',
    status: 'ok',
    code: 'ok',
    found: 'signed in',
    cure: 'Correct it.',
    exitCode: 0,
    ...given,
  };
}

function range(month: string) {
  return { first: `${month}-01`, last: `${month}-30` };
}

/** An export in which everything happened that can be told. */
function fullBill() {
  const certainty = {
    parts: [{ kind: 'exact', tokens: 90, prices: [usd(2500n)] } as const],
    users: [{ kind: 'allocated', tokens: 90, prices: [] } as const],
    notes: [{ bucket: '2026-10', cause: 'allocated_by_tokens', tokens: 90, units: 9n } as const],
  };
  const model = { provider: 'openai', name: 'gpt-4o' };
  const configured: AppModel = { ...model, savedAt: 1 };
  const basis = 'assumed';
  const at = Date.parse('2026-10-02T00:00:00Z');
  const read = completeApp();
  if (read.kind !== 'complete') throw new TypeError('An app that was read is complete');
  return bill({
    needs: { users: true, models: true, messages: true },
    objections: ['assumed_values'],
    bodies: [
      {
        id: '0'.repeat(32),
        body: JSON.stringify({
          aggregation_period: 'monthly',
          output_mode: 'per_app',
          fetch_period: { start: '2026-10-01T00:00:00.000Z', end: '2026-10-31T23:59:59.999Z' },
          app_records: [],
        }),
      },
    ],
    meter: {
      payloads: [],
      refused: [
        {
          usageDate: '2026-10-01',
          provider: 'p',
          model: 'm',
          currencies: ['CNY', 'USD'],
          tokens: 1,
        },
      ],
    },
    reading: {
      results: [
        { ...read, unknown: [{ from: at, to: at + 1000 }] },
        { kind: 'withheld', app: app({ id: 'app-2' }), error: difyError() },
        { kind: 'gone', app: app({ id: 'app-3' }) },
        { kind: 'not_covered', app: app({ id: 'app-4', mode: 'agent' }) },
      ],
      workspaces: usageReading().workspaces,
    },
    figures: {
      apps: [appTotals({ amounts: [amount()], certainty })],
      differences: [
        { appId: 'app-1', bucket: '2026-10', cause: 'stopped_runs', tokens: -9, runs: 1 },
      ],
      residuals: [
        {
          appId: 'app-1',
          bucket: '2026-W44',
          cause: 'runs_cleaned_up',
          tokens: undefined,
          runs: 1,
        },
      ],
      assumptions: [
        {
          kind: 'currency',
          app: app(),
          model: configured,
          currency: { currency: 'USD', basis, likelyRmb: true },
          tokens: 1,
        },
        { kind: 'model', app: app(), tokens: 1 },
        { kind: 'bucket', app: app(), bucket: '2026-10-31', tokens: 1 },
      ],
      maybeDebug: { runs: 1, tokens: 2 },
      unfinishedRuns: 3,
    },
  });
}

function fullDelivery() {
  return deliveryReport({
    delivered: [deliveredBody({ receiverSaid: 'ok' }), deliveredBody({ isWhole: undefined })],
    deferred: { reason: { code: 'http_503', message: 'down' }, exitCode: 75, entriesKept: 1 },
    rejected: [rejectedBody()],
    quarantined: [{ name: 'x.json', reason: 'it is empty' }],
    otherReceivers: [queuedEntry()],
  });
}

function fullEntry() {
  return queuedEntry({
    after: 'a',
    export: {
      series: 's',
      content: 'c',
      bodies: 1,
      provisional: false,
      totals: [{ period: '2026-10', currency: 'USD', tokens: 1, price: '0.0000001' }],
    },
    part: { of: '1'.repeat(32), share: 0.5 },
    last_attempt_at: '2026-11-24T00:05:01.000Z',
    last_error: { code: 'http_503', message: 'down' },
  });
}

/** Of a workspace in which one app does not answer, and of a Dify that does not. */
async function plans(): Promise<readonly object[]> {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  const ill = build.app('workflow');
  const fault = { path: new RegExp(`^/apps/${ill.id}/`), times: Number.POSITIVE_INFINITY };
  const dify = await startFakeDify({
    world: build.world,
    version: '1.14.2',
    now: () => Date.parse('2026-12-10T03:00:00Z'),
    faults: [{ ...fault, action: { kind: 'answer', status: 500, body: { code: 'oops' } } }],
  });
  onTestFinished(() => dify.close());
  const plan = await planOf(dify, { mode: 'per_app', password: OWNER.password });
  return [
    toPlanDocument(plan, 'per_app', 69, sayInEnglish),
    toPlanDocument({ kind: 'failed', error: difyError() }, 'per_app', 69, sayInEnglish),
  ];
}

function leavesOf(command: CommandDescription): readonly CommandDescription[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}
