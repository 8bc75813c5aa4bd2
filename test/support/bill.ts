import type { Bill } from '../../src/commands/build-bill.ts';
import type {
  AppRecord,
  ModelRecord,
  Payload,
  UserRecord,
  WorkspaceRecord,
} from '../../src/payload/payload.ts';
import { OWNER, type WorldBuilder } from './fake-dify/builders.ts';
import type { FakeDify, FakeDifyOptions, RecordedRequest } from './fake-dify/server.ts';
import { type DryRunOptions, dryRun } from './in-process.ts';
import { serveDify } from './session.ts';

export type BillReading = {
  /** `period name tokens price currency` */
  readonly apps: readonly string[];
  /** `period tokens price currency` */
  readonly workspace: readonly string[];
  /** `type id: prompt + completion, messages in conversations` */
  readonly users: readonly string[];
  /** `provider name: prompt + completion, prices, calls` */
  readonly models: readonly string[];
  /** `cause tokens` of what Dify counts differently, and of what it does not show any more. */
  readonly differences: readonly string[];
  readonly residuals: readonly string[];
  /** Names of the apps that could not be read now. */
  readonly withheld: readonly string[];
  readonly requests: readonly RecordedRequest[];
  readonly payloads: readonly Payload[];
  readonly bill: Bill;
};

const NOW = Date.parse('2026-12-10T03:00:00Z');

/** What an export of a built world would post, in lines that a test can write down; zone UTC, mode all. */
export async function readBill(
  build: WorldBuilder,
  options: DryRunOptions = {},
  serving: Partial<FakeDifyOptions> = {},
): Promise<BillReading> {
  const { version, world } = build;
  return readBillOf(await serveDify({ version, world, now: () => NOW, ...serving }), options);
}

/** The same of a server that is running. */
export async function readBillOf(
  dify: FakeDify,
  options: DryRunOptions = {},
): Promise<BillReading> {
  const { reading } = await dryRun(dify, {
    password: OWNER.password,
    mode: 'all',
    timeZone: 'UTC',
    now: () => NOW,
    ...options,
  });
  if (reading.kind === 'failed') throw reading.error;

  const { payloads, report, usage } = reading;
  return {
    apps: payloads.flatMap(({ app_records = [] }) => app_records.map(appLine)).toSorted(),
    workspace: payloads.flatMap(({ workspace_records = [] }) => workspace_records.map(sumLine)),
    users: payloads.flatMap(({ user_records = [] }) => user_records.map(userLine)),
    models: payloads.flatMap(({ model_records = [] }) => model_records.map(modelLine)),
    differences: report.differences.map(findingLine),
    residuals: report.residuals.map(findingLine),
    withheld: usage.results.filter(({ kind }) => kind === 'withheld').map(({ app }) => app.name),
    requests: dify.requests,
    payloads,
    bill: reading,
  };
}

function appLine({ period, app_name, token_count, total_price, currency }: AppRecord) {
  return [period, app_name, token_count, total_price, currency].join(' ');
}

function sumLine({ period, token_count, total_price, currency }: WorkspaceRecord) {
  return [period, token_count, total_price, currency].join(' ');
}

function userLine(row: UserRecord) {
  const tokens = `${row.message_tokens} + ${row.answer_tokens}`;
  return `${row.user_type} ${row.user_id}: ${tokens}, ${row.message_count} in ${row.conversation_count}`;
}

function modelLine(row: ModelRecord) {
  const tokens = `${row.prompt_tokens} + ${row.completion_tokens}`;
  const price = `${row.prompt_price} + ${row.completion_price} ${row.currency}`;
  return `${row.model_provider} ${row.model_name}: ${tokens}, ${price}, ${row.execution_count} calls`;
}

function findingLine({
  cause,
  tokens,
}: {
  readonly cause: string;
  readonly tokens: number | undefined;
}) {
  return `${cause} ${tokens ?? 'unknown'}`;
}
