import { outputModes } from '../payload/payload.ts';
import { aggregations } from '../period/period.ts';
import { parseAwsRegion } from './parse-aws-region.ts';
import { parseBasicAuth } from './parse-basic-auth.ts';
import { parseDifyOrigin } from './parse-dify-origin.ts';
import { parseEmail } from './parse-email.ts';
import { parseExtraHeaders } from './parse-extra-headers.ts';
import { parseHttpUrl } from './parse-http-url.ts';
import { parseModelCurrencies } from './parse-model-currencies.ts';
import { parseProxy } from './parse-proxy.ts';
import { parseReceiverUrl } from './parse-receiver-url.ts';
import { oneOf, parseBoolean, wholeNumber } from './parse-scalars.ts';
import { parseBearerToken, parseHeaderSecret, parsePassword } from './parse-secrets.ts';
import { parseStateDir } from './parse-state-dir.ts';
import { parseTenantId } from './parse-tenant-id.ts';
import { parseTimeZone } from './parse-time-zone.ts';
import { parseUuids } from './parse-uuid.ts';
import type { Variable } from './variable.ts';

// setTimeout and AbortSignal.timeout fire at once beyond this.
const LONGEST_TIMER_MS = 2_147_483_647;

/** Every variable that the program reads; `.env.example` and the README list the same ones. */
export const variables = {
  difyApiBaseUrl: {
    name: 'DIFY_API_BASE_URL',
    meaning: 'the address of Dify, such as http://localhost or https://dify.example.com',
    whenUnset: 'required',
    parse: parseDifyOrigin,
  },
  difyEmail: {
    name: 'DIFY_EMAIL',
    meaning: 'the e-mail address of a console account that is editor or higher',
    whenUnset: 'required, unless DIFY_ADMIN_API_KEY is set',
    parse: parseEmail,
  },
  difyPassword: {
    name: 'DIFY_PASSWORD',
    meaning: 'the password of that account',
    whenUnset: 'required, unless DIFY_ADMIN_API_KEY is set',
    secret: true,
    parse: parsePassword,
  },
  difyAdminApiKey: {
    name: 'DIFY_ADMIN_API_KEY',
    meaning: "the admin API key of Dify's server, in place of e-mail address and password",
    whenUnset: 'DIFY_EMAIL and DIFY_PASSWORD are used',
    secret: true,
    parse: parseHeaderSecret,
  },
  difyWorkspaceId: {
    name: 'DIFY_WORKSPACE_ID',
    meaning: 'the id of the workspace to export; with the admin API key several between commas',
    whenUnset: "the account's current workspace; required with the admin API key",
    parse: parseUuids,
  },
  difyExtraHeaders: {
    name: 'DIFY_EXTRA_HEADERS',
    meaning:
      'the headers that a tunnel or login page in front of Dify asks for: lines of "Name: value", or one JSON object',
    whenUnset: 'none',
    secret: true,
    parse: parseExtraHeaders,
  },
  difyBasicAuth: {
    name: 'DIFY_BASIC_AUTH',
    meaning:
      'user:password of a basic authentication in front of Dify 1.9.2 or later, not of Dify itself',
    whenUnset: 'none',
    secret: true,
    parse: parseBasicAuth,
  },
  difyFetchTimeoutMs: {
    name: 'DIFY_FETCH_TIMEOUT_MS',
    meaning: 'how long one request to Dify may take, in milliseconds',
    default: '120000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  difyConcurrency: {
    name: 'DIFY_CONCURRENCY',
    meaning: 'how many requests to Dify may be under way at once, from 1 to 16',
    default: '2',
    flag: 'concurrency',
    parse: wholeNumber(1, 16),
  },
  externalApiUrl: {
    name: 'EXTERNAL_API_URL',
    meaning: 'the address of the receiver, used as it is',
    whenUnset: 'required, unless --dry-run',
    parse: parseReceiverUrl,
  },
  externalApiToken: {
    name: 'EXTERNAL_API_TOKEN',
    meaning: 'the Bearer token of the receiver',
    whenUnset: 'required, unless --dry-run',
    secret: true,
    parse: parseBearerToken,
  },
  externalApiFormat: {
    name: 'EXTERNAL_API_FORMAT',
    meaning: 'the format of the body: external-api or api-meter',
    whenUnset: 'api-meter when API_METER_TENANT_ID is set, else external-api',
    parse: oneOf(['external-api', 'api-meter']),
  },
  apiMeterTenantId: {
    name: 'API_METER_TENANT_ID',
    meaning: 'the id of the tenant at API_Meter, a UUID',
    whenUnset: 'required by the format api-meter',
    parse: parseTenantId,
  },
  externalApiTimeoutMs: {
    name: 'EXTERNAL_API_TIMEOUT_MS',
    meaning: 'how long one attempt to post may take, in milliseconds',
    default: '30000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  externalApiDeadlineMs: {
    name: 'EXTERNAL_API_DEADLINE_MS',
    meaning: 'how long all attempts to post one body may take together, in milliseconds',
    default: '300000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  externalApiMaxBytes: {
    name: 'EXTERNAL_API_MAX_BYTES',
    meaning: 'the largest body to post, in bytes; more is split into several bodies',
    default: '4000000',
    parse: wholeNumber(1, 1_000_000_000),
  },
  externalApiAllowHttp: {
    name: 'EXTERNAL_API_ALLOW_HTTP',
    meaning: 'true to let token and figures travel unencrypted to a receiver on another host',
    default: 'false',
    parse: parseBoolean,
  },
  maxRetries: {
    name: 'MAX_RETRIES',
    meaning: 'how many more attempts follow a failed one; MAX_RETRY is understood as well',
    default: '3',
    alias: 'MAX_RETRY',
    parse: wholeNumber(0, 100),
  },
  difyFetchPeriod: {
    name: 'DIFY_FETCH_PERIOD',
    meaning:
      'the period to export: today, yesterday, current_week, last_week, current_month, last_month, ' +
      'custom, YYYY-MM, YYYY-MM-DD or last_N_days',
    default: 'current_month',
    flag: 'period',
    parse: (text) => text,
  },
  startDate: {
    name: 'START_DATE',
    meaning: 'the first day of a custom period, such as 2026-11-01',
    whenUnset: 'required by the period custom',
    flag: 'from',
    parse: (text) => text,
  },
  endDate: {
    name: 'END_DATE',
    meaning: 'the last day of a custom period, itself included',
    whenUnset: 'required by the period custom',
    flag: 'to',
    parse: (text) => text,
  },
  difyAggregationPeriod: {
    name: 'DIFY_AGGREGATION_PERIOD',
    meaning: 'what one record spans: monthly, weekly or daily',
    default: 'monthly',
    flag: 'aggregate',
    parse: oneOf(aggregations),
  },
  difyOutputMode: {
    name: 'DIFY_OUTPUT_MODE',
    meaning: 'which records to send: per_app, workspace, both, per_user, per_model or all',
    default: 'per_app',
    flag: 'mode',
    parse: oneOf(outputModes),
  },
  timezone: {
    name: 'DIFY_USAGE_TIMEZONE',
    meaning: 'the zone in which days, weeks and months are cut, such as Asia/Tokyo',
    whenUnset: 'the zone of the Dify account',
    flag: 'timezone',
    parse: parseTimeZone,
  },
  modelCurrency: {
    name: 'DIFY_USAGE_MODEL_CURRENCY',
    meaning:
      'the currency of models for which Dify does not tell it, such as deepseek-chat=CNY,qwen-*=CNY',
    whenUnset: 'USD is assumed and the summary says so',
    parse: parseModelCurrencies,
  },
  userId: {
    name: 'DIFY_USAGE_USER_ID',
    meaning:
      "what stands for a user: id, Dify's own, or session, the user value that callers pass and an account's e-mail",
    default: 'id',
    parse: oneOf(['id', 'session']),
  },
  assumeModel: {
    name: 'DIFY_USAGE_ASSUME_MODEL',
    meaning: "current, to bill a conversation whose model cannot be known by its app's present one",
    whenUnset: 'such a conversation has the model unknown',
    parse: oneOf(['current']),
  },
  minuteWindows: {
    name: 'DIFY_USAGE_MINUTE_WINDOWS',
    meaning:
      'how many one-minute statistics requests an app may cost for exact prices per user and model, from 0 to 100000',
    default: '2000',
    parse: wholeNumber(0, 100_000),
  },
  stateDir: {
    name: 'DIFY_USAGE_STATE_DIR',
    meaning: 'the directory for the spool and everything else that outlives a run',
    whenUnset: '$XDG_STATE_HOME/dify-usage, else ~/.local/state/dify-usage',
    parse: parseStateDir,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    meaning: 'the least important lines to log: trace, debug, info, warn, error, fatal or silent',
    default: 'info',
    parse: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  },
  httpsProxy: {
    name: 'HTTPS_PROXY',
    meaning:
      'the proxy for https addresses, such as http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128',
    whenUnset: 'none',
    outrankedBy: 'https_proxy',
    secret: true,
    parse: parseProxy,
  },
  httpProxy: {
    name: 'HTTP_PROXY',
    meaning: 'the proxy for http addresses, and for https addresses without HTTPS_PROXY',
    whenUnset: 'none',
    outrankedBy: 'http_proxy',
    secret: true,
    parse: parseProxy,
  },
  noProxy: {
    name: 'NO_PROXY',
    meaning:
      'the hosts to reach without a proxy, between commas: names with all below them, addresses, 10.0.0.0/8, host:port, or *',
    whenUnset: 'none',
    outrankedBy: 'no_proxy',
    parse: (text) => text,
  },
  awsRegion: {
    name: 'AWS_REGION',
    meaning: 'the AWS region of the secrets that are written as aws-sm:SECRET_ID#KEY',
    whenUnset: 'the region of the AWS profile',
    parse: parseAwsRegion,
  },
  awsEndpoint: {
    name: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    meaning:
      'another address of AWS Secrets Manager, such as a VPC endpoint; AWS_ENDPOINT_URL is understood as well',
    whenUnset: 'the address of the region',
    alias: 'AWS_ENDPOINT_URL',
    parse: (text) => parseHttpUrl(text).href,
  },
  cronSchedule: {
    name: 'CRON_SCHEDULE',
    meaning:
      'nothing any more: the crontab schedules, this is understood so that an old file loads',
    whenUnset: 'ignored',
    parse: (text) => text,
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;
