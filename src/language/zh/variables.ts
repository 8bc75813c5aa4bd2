import { variables as english } from '../en/variables.ts';
import { translation } from '../translation.ts';

export const variables = translation(english, {
  meaning_dify_api_base_url: 'Dify 的地址，例如 http://localhost 或 https://dify.example.com',
  meaning_dify_email: '控制台账号的邮箱地址，其角色须为“编辑”（editor）或更高',
  meaning_dify_password: '该账号的密码',
  meaning_dify_admin_api_key: 'Dify 服务器的管理员 API 密钥，代替邮箱地址和密码',
  meaning_dify_workspace_id: '要导出的工作空间 ID；使用管理员 API 密钥时可用逗号分隔多个',
  meaning_dify_extra_headers:
    'Dify 前面的隧道或登录页所需的请求头：若干行 "Name: value"，或一个 JSON 对象',
  meaning_dify_basic_auth:
    'Dify（1.9.2 或更高版本）前面的 Basic 认证所用的 user:password，而非 Dify 自身的账号',
  meaning_dify_fetch_timeout_ms: '对 Dify 的单个请求的最长耗时（毫秒）',
  meaning_dify_concurrency: '最多同时进行的 Dify 请求数，1 到 16',
  meaning_external_api_url: '接收端的地址，原样使用',
  meaning_external_api_token: '接收端的 Bearer 访问令牌',
  meaning_external_api_format: '请求体格式：external-api 或 api-meter',
  meaning_api_meter_tenant_id: 'API_Meter 的租户 ID（UUID）',
  meaning_external_api_timeout_ms: '单次发送尝试的最长耗时（毫秒）',
  meaning_external_api_deadline_ms: '同一请求体的所有发送尝试合计的最长耗时（毫秒）',
  meaning_external_api_max_bytes: '单个请求体的最大字节数；超出则拆分为多个请求体',
  meaning_external_api_allow_http: '设为 true 则允许向其他主机上的接收端以明文发送访问令牌和数据',
  meaning_max_retries: '失败后再尝试的次数；也可用 MAX_RETRY',
  meaning_dify_fetch_period:
    '要导出的期间：today、yesterday、current_week、last_week、current_month、last_month、custom、YYYY-MM、YYYY-MM-DD 或 last_N_days',
  meaning_start_date: 'custom 期间的第一天，例如 2026-11-01',
  meaning_end_date: 'custom 期间的最后一天（含当天）',
  meaning_dify_aggregation_period: '一条记录的跨度：monthly、weekly 或 daily',
  meaning_dify_output_mode:
    '要发送的记录种类：per_app、workspace、both、per_user、per_model 或 all',
  meaning_dify_usage_timezone: '划分日、周、月所用的时区，例如 Asia/Tokyo',
  meaning_dify_usage_model_currency:
    'Dify 未给出币种的模型的币种，例如 deepseek-chat=CNY,qwen-*=CNY',
  meaning_dify_usage_user_id:
    '以何标识用户：id 为 Dify 自身的 ID，session 为调用方传入的 user 值或账号的邮箱',
  meaning_dify_usage_assume_model: '设为 current，则无法得知模型的会话按其应用当前的模型计费',
  meaning_dify_usage_minute_windows:
    '为得到按用户和模型的精确金额，每个应用最多可用的单分钟统计请求次数，0 到 100000',
  meaning_dify_usage_state_dir: '存放待发队列及其他须跨运行保留的内容的目录',
  meaning_dify_usage_lang: '消息的语言：en、ja 或 zh；日志和数据不受影响',
  meaning_log_level: '要记录的最低级别：trace、debug、info、warn、error、fatal 或 silent',
  meaning_https_proxy:
    'https 地址所用的代理，例如 http://proxy.example.com:3128 或 http://user:password@proxy.example.com:3128',
  meaning_http_proxy: 'http 地址所用的代理；没有 HTTPS_PROXY 时也用于 https 地址',
  meaning_no_proxy:
    '不经代理访问的主机，以逗号分隔：域名（含其所有下级域名）、地址、10.0.0.0/8、host:port 或 *',
  meaning_aws_region: '以 aws-sm:SECRET_ID#KEY 形式书写的机密所在的 AWS 区域',
  meaning_aws_endpoint_url_secrets_manager:
    'AWS Secrets Manager 的其他地址，例如 VPC 终端节点；也可用 AWS_ENDPOINT_URL',
  meaning_cron_schedule: '已不再使用：由 crontab 调度，保留它只为能读取旧文件',
  without_required: '必填',
  without_none: '无',
  without_unless_admin_key: '未设置 DIFY_ADMIN_API_KEY 时必填',
  without_admin_key: '使用 DIFY_EMAIL 和 DIFY_PASSWORD',
  without_workspace_id: '账号当前的工作空间；使用管理员 API 密钥时必填',
  without_unless_dry_run: '除 --dry-run 和 --plan 外必填',
  without_format: '设置了 API_METER_TENANT_ID 时为 api-meter，否则为 external-api',
  without_tenant: '使用格式 api-meter 时必填',
  without_date: '期间为 custom 时必填',
  without_time_zone: 'Dify 账号的时区',
  without_currency: '推定为 USD，并在摘要中说明',
  without_assume_model: '此类会话的模型为 unknown',
  without_region: 'AWS 配置文件中的区域',
  without_endpoint: '该区域的地址',
  without_cron: '忽略',
});
