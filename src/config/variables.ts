import { languages } from '../language/languages.ts';
import { message } from '../language/message.ts';
import { outputModes } from '../payload/payload.ts';
import { aggregations } from '../period/period.ts';
import { relativePeriods } from '../period/relative-periods.ts';
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
import { showNoProxy } from './show-no-proxy.ts';
import type { Variable } from './variable.ts';

// setTimeout and AbortSignal.timeout fire at once beyond this.
const LONGEST_TIMER_MS = 2_147_483_647;

const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const DATE_SHAPE = /^\d{4}-\d\d-\d\d$/;
const PERIOD_SHAPE = new RegExp(
  `^(?:${relativePeriods.join('|')}|custom|last_\\d{1,4}_days|\\d{4}-\\d\\d(?:-\\d\\d)?)$`,
);
const CRON_SHAPE =
  /^(?:@(?:reboot|hourly|daily|midnight|weekly|monthly|yearly|annually)|[\d*][\d*/,-]*(?: +[\w*?/,#-]+){4,5})$/;

/** Every variable that the program reads; `.env.example` and the README list the same ones. */
export const variables = {
  difyApiBaseUrl: {
    name: 'DIFY_API_BASE_URL',
    meaning: message('meaning_dify_api_base_url'),
    whenUnset: message('without_required'),
    parse: parseDifyOrigin,
  },
  difyEmail: {
    name: 'DIFY_EMAIL',
    meaning: message('meaning_dify_email'),
    placeholder: 'usage-export@example.com',
    whenUnset: message('without_unless_admin_key'),
    parse: parseEmail,
  },
  difyPassword: {
    name: 'DIFY_PASSWORD',
    meaning: message('meaning_dify_password'),
    whenUnset: message('without_unless_admin_key'),
    secret: true,
    parse: parsePassword,
  },
  difyAdminApiKey: {
    name: 'DIFY_ADMIN_API_KEY',
    meaning: message('meaning_dify_admin_api_key'),
    whenUnset: message('without_admin_key'),
    secret: true,
    parse: parseHeaderSecret,
  },
  difyWorkspaceId: {
    name: 'DIFY_WORKSPACE_ID',
    meaning: message('meaning_dify_workspace_id'),
    placeholder: NIL_UUID,
    whenUnset: message('without_workspace_id'),
    parse: parseUuids,
  },
  difyExtraHeaders: {
    name: 'DIFY_EXTRA_HEADERS',
    meaning: message('meaning_dify_extra_headers'),
    whenUnset: message('without_none'),
    secret: true,
    parse: parseExtraHeaders,
  },
  difyBasicAuth: {
    name: 'DIFY_BASIC_AUTH',
    meaning: message('meaning_dify_basic_auth'),
    whenUnset: message('without_none'),
    secret: true,
    parse: parseBasicAuth,
  },
  difyFetchTimeoutMs: {
    name: 'DIFY_FETCH_TIMEOUT_MS',
    meaning: message('meaning_dify_fetch_timeout_ms'),
    default: '120000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  difyConcurrency: {
    name: 'DIFY_CONCURRENCY',
    meaning: message('meaning_dify_concurrency'),
    default: '2',
    flag: 'concurrency',
    parse: wholeNumber(1, 16),
  },
  externalApiUrl: {
    name: 'EXTERNAL_API_URL',
    meaning: message('meaning_external_api_url'),
    placeholder: 'https://billing.example.com/api/v1/dify/usage',
    whenUnset: message('without_unless_dry_run'),
    parse: parseReceiverUrl,
  },
  externalApiToken: {
    name: 'EXTERNAL_API_TOKEN',
    meaning: message('meaning_external_api_token'),
    whenUnset: message('without_unless_dry_run'),
    secret: true,
    parse: parseBearerToken,
  },
  externalApiFormat: {
    name: 'EXTERNAL_API_FORMAT',
    meaning: message('meaning_external_api_format'),
    whenUnset: message('without_format'),
    parse: oneOf(['external-api', 'api-meter']),
  },
  apiMeterTenantId: {
    name: 'API_METER_TENANT_ID',
    meaning: message('meaning_api_meter_tenant_id'),
    placeholder: NIL_UUID,
    whenUnset: message('without_tenant'),
    parse: parseTenantId,
  },
  externalApiTimeoutMs: {
    name: 'EXTERNAL_API_TIMEOUT_MS',
    meaning: message('meaning_external_api_timeout_ms'),
    default: '30000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  externalApiDeadlineMs: {
    name: 'EXTERNAL_API_DEADLINE_MS',
    meaning: message('meaning_external_api_deadline_ms'),
    default: '300000',
    parse: wholeNumber(1, LONGEST_TIMER_MS),
  },
  externalApiMaxBytes: {
    name: 'EXTERNAL_API_MAX_BYTES',
    meaning: message('meaning_external_api_max_bytes'),
    default: '4000000',
    parse: wholeNumber(1, 1_000_000_000),
  },
  externalApiAllowHttp: {
    name: 'EXTERNAL_API_ALLOW_HTTP',
    meaning: message('meaning_external_api_allow_http'),
    default: 'false',
    parse: parseBoolean,
  },
  maxRetries: {
    name: 'MAX_RETRIES',
    meaning: message('meaning_max_retries'),
    default: '3',
    alias: 'MAX_RETRY',
    parse: wholeNumber(0, 100),
  },
  difyFetchPeriod: {
    name: 'DIFY_FETCH_PERIOD',
    meaning: message('meaning_dify_fetch_period'),
    default: 'current_month',
    flag: 'period',
    shape: PERIOD_SHAPE,
    parse: (text) => text,
  },
  startDate: {
    name: 'START_DATE',
    meaning: message('meaning_start_date'),
    whenUnset: message('without_date'),
    flag: 'from',
    shape: DATE_SHAPE,
    parse: (text) => text,
  },
  endDate: {
    name: 'END_DATE',
    meaning: message('meaning_end_date'),
    whenUnset: message('without_date'),
    flag: 'to',
    shape: DATE_SHAPE,
    parse: (text) => text,
  },
  difyAggregationPeriod: {
    name: 'DIFY_AGGREGATION_PERIOD',
    meaning: message('meaning_dify_aggregation_period'),
    default: 'monthly',
    flag: 'aggregate',
    parse: oneOf(aggregations),
  },
  difyOutputMode: {
    name: 'DIFY_OUTPUT_MODE',
    meaning: message('meaning_dify_output_mode'),
    default: 'per_app',
    flag: 'mode',
    parse: oneOf(outputModes),
  },
  timezone: {
    name: 'DIFY_USAGE_TIMEZONE',
    meaning: message('meaning_dify_usage_timezone'),
    whenUnset: message('without_time_zone'),
    flag: 'timezone',
    parse: parseTimeZone,
  },
  modelCurrency: {
    name: 'DIFY_USAGE_MODEL_CURRENCY',
    meaning: message('meaning_dify_usage_model_currency'),
    whenUnset: message('without_currency'),
    parse: parseModelCurrencies,
  },
  userId: {
    name: 'DIFY_USAGE_USER_ID',
    meaning: message('meaning_dify_usage_user_id'),
    default: 'id',
    parse: oneOf(['id', 'session']),
  },
  assumeModel: {
    name: 'DIFY_USAGE_ASSUME_MODEL',
    meaning: message('meaning_dify_usage_assume_model'),
    whenUnset: message('without_assume_model'),
    parse: oneOf(['current']),
  },
  minuteWindows: {
    name: 'DIFY_USAGE_MINUTE_WINDOWS',
    meaning: message('meaning_dify_usage_minute_windows'),
    default: '2000',
    parse: wholeNumber(0, 100_000),
  },
  stateDir: {
    name: 'DIFY_USAGE_STATE_DIR',
    meaning: message('meaning_dify_usage_state_dir'),
    whenUnset: '$XDG_STATE_HOME/dify-usage, else ~/.local/state/dify-usage',
    parse: parseStateDir,
  },
  language: {
    name: 'DIFY_USAGE_LANG',
    meaning: message('meaning_dify_usage_lang'),
    default: 'en',
    flag: 'lang',
    parse: oneOf(languages),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    meaning: message('meaning_log_level'),
    default: 'info',
    parse: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  },
  httpsProxy: {
    name: 'HTTPS_PROXY',
    meaning: message('meaning_https_proxy'),
    placeholder: 'http://proxy.example.com:3128',
    whenUnset: message('without_none'),
    outrankedBy: 'https_proxy',
    secret: true,
    parse: parseProxy,
  },
  httpProxy: {
    name: 'HTTP_PROXY',
    meaning: message('meaning_http_proxy'),
    placeholder: 'http://proxy.example.com:3128',
    whenUnset: message('without_none'),
    outrankedBy: 'http_proxy',
    secret: true,
    parse: parseProxy,
  },
  noProxy: {
    name: 'NO_PROXY',
    meaning: message('meaning_no_proxy'),
    whenUnset: message('without_none'),
    outrankedBy: 'no_proxy',
    show: showNoProxy,
    parse: (text) => text,
  },
  awsRegion: {
    name: 'AWS_REGION',
    meaning: message('meaning_aws_region'),
    whenUnset: message('without_region'),
    parse: parseAwsRegion,
  },
  awsEndpoint: {
    name: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    meaning: message('meaning_aws_endpoint_url_secrets_manager'),
    placeholder: 'https://vpce-0123.secretsmanager.ap-northeast-1.vpce.amazonaws.com',
    whenUnset: message('without_endpoint'),
    alias: 'AWS_ENDPOINT_URL',
    parse: (text) => parseHttpUrl(text).href,
  },
  cronSchedule: {
    name: 'CRON_SCHEDULE',
    meaning: message('meaning_cron_schedule'),
    whenUnset: message('without_cron'),
    shape: CRON_SHAPE,
    parse: (text) => text,
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** In the order in which people read them. */
export const variableTable: readonly Variable<unknown>[] = Object.values(variables);
