import type { OutputMode } from '../payload/payload.ts';
import type { PeriodRequest } from '../period/parse-period-request.ts';
import type { Aggregation } from '../period/period.ts';
import type { ModelCurrency } from '../usage/model-currency.ts';
import type { UserNaming } from '../usage/name-users.ts';

/** Everything a run needs to know, validated; nothing below reads the environment. */
export type Config = BaseConfig & {
  readonly dify: DifyConfig;
  readonly report: ReportConfig;
};

/** What a command needs that does not read Dify. */
export type BaseConfig = NetworkConfig & {
  /** Absent only where nothing is sent (`--dry-run`, `spool list`). */
  readonly receiver: ReceiverConfig | undefined;
  readonly stateDir: string;
  readonly logLevel: LogLevel;
};

/** How any host is reached. */
export type NetworkConfig = {
  /** PEM text of `--ca-file`, and then of NODE_EXTRA_CA_CERTS too; trusted beside Node's own. */
  readonly extraCa: string | undefined;
  readonly proxy: ProxyConfig;
};

/** Undefined means not set, here or in the environment. */
export type ProxyConfig = {
  readonly httpProxy: ProxyServer | undefined;
  readonly httpsProxy: ProxyServer | undefined;
  readonly noProxy: string | undefined;
};

export type ProxyAddress = {
  readonly origin: string;
  /** The value of Proxy-Authorization, a secret. */
  readonly authorization: string | undefined;
};

export type ProxyServer = ProxyAddress & {
  /** The name it was set under: `HTTPS_PROXY`, `https_proxy`. */
  readonly variable: string;
};

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export type DifyConfig = {
  /** Origin only: no path, no trailing slash. */
  readonly origin: string;
  readonly credential: PasswordCredential | AdminKeyCredential;
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Upper bound of requests per second; undefined = none. */
  readonly maxRps: number | undefined;
  readonly forceLogin: boolean;
  /** For what stands in front of Dify, by names in lower case; secrets, sent to `origin` alone. */
  readonly frontHeaders: Readonly<Record<string, string>>;
};

export type PasswordCredential = {
  readonly kind: 'password';
  readonly email: string;
  readonly password: string;
  /** `DIFY_WORKSPACE_ID` beside a password: must be the current workspace. */
  readonly workspaceId: string | undefined;
};

export type AdminKeyCredential = {
  readonly kind: 'admin-key';
  readonly apiKey: string;
  readonly workspaceIds: readonly string[];
};

export type ReceiverConfig = {
  readonly url: URL;
  /** Without `Bearer `. */
  readonly token: string;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly maxRetries: number;
};

/** Which contract the body follows. */
export type BodyFormat =
  | { readonly kind: 'external-api' }
  | { readonly kind: 'api-meter'; readonly tenantId: string };

export type ReportConfig = {
  readonly format: BodyFormat;
  readonly period: PeriodRequest;
  /** What to change where the period has not begun: `--period`, `START_DATE`. */
  readonly periodOrigin: string;
  /** Undefined: the Dify account's own zone. */
  readonly timeZone: string | undefined;
  /** Always daily for api-meter. */
  readonly aggregation: Aggregation;
  readonly partialBuckets: boolean;
  /** `per_model` for api-meter, whose records are made of the same usage. */
  readonly mode: OutputMode;
  /** App ids of `--app`; undefined = every app. */
  readonly appIds: readonly string[] | undefined;
  readonly strict: boolean;
  /** The receiver's `maxBytes`, known in a dry run without a receiver too. */
  readonly maxBodyBytes: number;
  /** `DIFY_USAGE_MODEL_CURRENCY`, in order; the first matching pattern wins. */
  readonly modelCurrencies: readonly ModelCurrency[];
  readonly userId: UserNaming;
  /** `current`: a conversation whose model cannot be known gets its app's present one. */
  readonly assumeModel: 'current' | undefined;
  /** How many one-minute statistics requests an app may cost. */
  readonly minuteWindows: number;
};
