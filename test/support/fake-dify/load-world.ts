import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { RECORDED_VERSIONS } from './presets.ts';
import type { World } from './world.ts';

export type RecordedVersion = (typeof RECORDED_VERSIONS)[number];

/** A recorded server: what it holds, and what its database said independently of the API. */
export type RecordedWorld = { readonly world: World; readonly oracle: Oracle };

/** Read by SQL on the recorded server; times are microseconds since the epoch. */
export type Oracle = {
  /** By the key of the recordings' documentation: `chat`, `wfiter` … */
  readonly apps: Readonly<Record<string, { id: string; name: string; mode: string }>>;
  /** Id → label, such as `chat.c1.m1`. */
  readonly labels: {
    readonly messages: Readonly<Record<string, string>>;
    readonly runs: Readonly<Record<string, string>>;
  };
  readonly messages: readonly OracleMessage[];
  readonly runs: readonly OracleRun[];
  readonly leaves: readonly OracleLeaf[];
};

export type OracleMessage = {
  readonly id: string;
  readonly appId: string;
  /** Session id, or `account:E-MAIL`. */
  readonly user: string;
  readonly conversationId: string;
  readonly workflowRunId: string | null;
  readonly modelProvider: string | null;
  readonly modelId: string | null;
  readonly invokeFrom: string | null;
  readonly status: string;
  readonly messageTokens: number;
  readonly answerTokens: number;
  readonly totalPrice: string;
  readonly currency: string;
  readonly createdAtUs: number;
  readonly fromEndUserId: string | null;
  readonly fromAccountId: string | null;
  readonly fromSource: 'api' | 'console';
};

export type OracleRun = {
  readonly id: string;
  readonly appId: string;
  readonly triggeredFrom: string;
  readonly status: string;
  readonly createdAtUs: number;
  readonly totalTokens: number;
  readonly createdByRole: 'account' | 'end_user';
  readonly createdBy: string;
  readonly messageId: string | null;
  readonly conversationId: string | null;
};

/** A node row other than iteration and loop that has tokens or a price. */
export type OracleLeaf = {
  readonly id: string;
  readonly appId: string;
  /** null: a node that was run alone in the editor. */
  readonly runId: string | null;
  readonly runCreatedAtUs: number | null;
  readonly runStatus: string | null;
  readonly triggeredFrom: string;
  readonly createdByRole: 'account' | 'end_user';
  readonly createdBy: string;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly nodeStatus: string;
  readonly nodeCreatedAtUs: number;
  readonly provider: string | null;
  readonly model: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly totalTokens: number | null;
  readonly totalPrice: string | null;
  readonly currency: string | null;
  readonly isTool: boolean;
};

/** The password of `admin@example.com`, the owner of every recorded world. */
export const RECORDED_PASSWORD = 'recorded-pass-1';

/** A fresh copy; `timeZone` replaces the owner's, America/New_York. */
export function loadWorld(version: RecordedVersion, timeZone?: string): RecordedWorld {
  const recorded: RecordedWorld = readFixture(`worlds/${version}`);
  if (timeZone !== undefined) {
    for (const account of recorded.world.accounts) account.timezone = timeZone;
  }
  return recorded;
}

/** A call that a real server answered, with the fields a client reads. */
export type RecordedCall = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
  /** The account's zone during the call. */
  readonly timezone: string;
  readonly status: number;
  readonly body: unknown;
};

export function loadCalls(version: RecordedVersion): readonly RecordedCall[] {
  return readFixture(`conformance/${version}`);
}

// The files are written by import-recordings.mjs in these very shapes.
function readFixture<Value>(name: string): Value {
  const file = new URL(`../../fixtures/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Value;
}
