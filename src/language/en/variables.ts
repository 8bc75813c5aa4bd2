/** What each variable is to be set to, and what happens without it. */
export const variables = {
  meaning_dify_api_base_url:
    'the address of Dify, such as http://localhost or https://dify.example.com',
  meaning_dify_email: 'the e-mail address of a console account that is editor or higher',
  meaning_dify_password: 'the password of that account',
  meaning_dify_admin_api_key:
    "the admin API key of Dify's server, in place of e-mail address and password",
  meaning_dify_workspace_id:
    'the id of the workspace to export; with the admin API key several between commas',
  meaning_dify_extra_headers:
    'the headers that a tunnel or login page in front of Dify asks for: lines of "Name: value", or one JSON object',
  meaning_dify_basic_auth:
    'user:password of a basic authentication in front of Dify 1.9.2 or later, not of Dify itself',
  meaning_dify_fetch_timeout_ms: 'how long one request to Dify may take, in milliseconds',
  meaning_dify_concurrency: 'how many requests to Dify may be under way at once, from 1 to 16',
  meaning_external_api_url: 'the address of the receiver, used as it is',
  meaning_external_api_token: 'the Bearer token of the receiver',
  meaning_external_api_format: 'the format of the body: external-api or api-meter',
  meaning_api_meter_tenant_id: 'the id of the tenant at API_Meter, a UUID',
  meaning_external_api_timeout_ms: 'how long one attempt to post may take, in milliseconds',
  meaning_external_api_deadline_ms:
    'how long all attempts to post one body may take together, in milliseconds',
  meaning_external_api_max_bytes:
    'the largest body to post, in bytes; more is split into several bodies',
  meaning_external_api_allow_http:
    'true to let token and figures travel unencrypted to a receiver on another host',
  meaning_max_retries:
    'how many more attempts follow a failed one; MAX_RETRY is understood as well',
  meaning_dify_fetch_period:
    'the period to export: today, yesterday, current_week, last_week, current_month, last_month, custom, YYYY-MM, YYYY-MM-DD or last_N_days',
  meaning_start_date: 'the first day of a custom period, such as 2026-11-01',
  meaning_end_date: 'the last day of a custom period, itself included',
  meaning_dify_aggregation_period: 'what one record spans: monthly, weekly or daily',
  meaning_dify_output_mode:
    'which records to send: per_app, workspace, both, per_user, per_model or all',
  meaning_dify_usage_timezone:
    'the zone in which days, weeks and months are cut, such as Asia/Tokyo',
  meaning_dify_usage_model_currency:
    'the currency of models for which Dify does not tell it, such as deepseek-chat=CNY,qwen-*=CNY',
  meaning_dify_usage_user_id:
    "what stands for a user: id, Dify's own, or session, the user value that callers pass and an account's e-mail",
  meaning_dify_usage_assume_model:
    "current, to bill a conversation whose model cannot be known by its app's present one",
  meaning_dify_usage_minute_windows:
    'how many one-minute statistics requests an app may cost for exact prices per user and model, from 0 to 100000',
  meaning_dify_usage_state_dir:
    'the directory for the spool and everything else that outlives a run',
  meaning_dify_usage_lang: 'the language of messages: en, ja or zh; logs and data stay as they are',
  meaning_log_level:
    'the least important lines to log: trace, debug, info, warn, error, fatal or silent',
  meaning_https_proxy:
    'the proxy for https addresses, such as http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128',
  meaning_http_proxy: 'the proxy for http addresses, and for https addresses without HTTPS_PROXY',
  meaning_no_proxy:
    'the hosts to reach without a proxy, between commas: names with all below them, addresses, 10.0.0.0/8, host:port, or *',
  meaning_aws_region: 'the AWS region of the secrets that are written as aws-sm:SECRET_ID#KEY',
  meaning_aws_endpoint_url_secrets_manager:
    'another address of AWS Secrets Manager, such as a VPC endpoint; AWS_ENDPOINT_URL is understood as well',
  meaning_cron_schedule:
    'nothing any more: the crontab schedules, this is understood so that an old file loads',
  without_required: 'required',
  without_none: 'none',
  without_unless_admin_key: 'required, unless DIFY_ADMIN_API_KEY is set',
  without_admin_key: 'DIFY_EMAIL and DIFY_PASSWORD are used',
  without_workspace_id: "the account's current workspace; required with the admin API key",
  without_unless_dry_run: 'required, unless --dry-run or --plan',
  without_format: 'api-meter when API_METER_TENANT_ID is set, else external-api',
  without_tenant: 'required by the format api-meter',
  without_date: 'required by the period custom',
  without_time_zone: 'the zone of the Dify account',
  without_currency: 'USD is assumed and the summary says so',
  without_assume_model: 'such a conversation has the model unknown',
  without_region: 'the region of the AWS profile',
  without_endpoint: 'the address of the region',
  without_cron: 'ignored',
} as const;
