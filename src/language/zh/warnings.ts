import { warnings as english } from '../en/warnings.ts';
import { translation } from '../translation.ts';

export const warnings = translation(english, {
  warning_time_zone_changed:
    '上次送达按 {former} 划分，本次按 Dify 账号自己的时区 {now} 划分，日和月的起始时刻随之改变：请设置 DIFY_USAGE_TIMEZONE，并重新导出需按该时区计费的期间。',
  warning_delivered_period_corrected:
    '该期间已于 {deliveredAt} 送达，但 Dify 现在的数值不同，因此重新发送：{changes}。',
  warning_correction: '{period} {tokens} 个 token，{price} {currency}',
  warning_records_withdrawn:
    '已送达的 {records} 条记录（共 {tokens} 个 token，例如 {key}）不再属于本次导出：逐条覆盖的接收端仍会对其计费，请在接收端删除。',
  warning_receipt_damaged: '回执 {name} 已损坏，不予使用：{reason}。',
  warning_spool_file_damaged: '待发队列的文件 {name} 已损坏，现已移入 quarantine/：{reason}。',
  warning_waits_for_other_receiver:
    '待发队列中有 {bodies} 个请求体要发往另一个地址（{id} 发往 {target}）：请用 dify-usage spool retry ID 将其发送到当前接收端，或将其删除。',
  warning_receiver_already_has_key: '接收端称已有请求体 {id}，但该请求体此前从未发送过。',
  warning_app: '应用 {name}',
  warning_app_withheld: '{app} 暂不发送：{reason}。',
  warning_app_deleted_since: '{app} 已在 Dify 中删除：之前读取的部分仍保留在账单中。',
  warning_deleted_app_unread:
    '{app} 已在 Dify 中删除，以下时段的用量此前未读取或未最终确定：{stretches}。',
  warning_stretch: '从 {from} 到 {to}',
  warning_more_stretches: '另有 {count} 段',
  warning_app_deleted: '{app} 在读取过程中从 Dify 中被删除。',
  warning_app_not_covered: '{app} 不在支持范围内：未知的模式 {mode}。',
  warning_apps_unlistable:
    '有 {apps} 个应用导致 Dify 自身的应用列表出错：请删除或修复未完整导入的工作流草稿，或将 Dify 升级到 1.11。',
  warning_difference_unexplained:
    '{app}，{period}：{runs} 次运行与 Dify 的统计相差 {tokens} 个 token，没有已知原因可以解释。',
  warning_detail: '{app}，{period}：{tokens} 个 token，{cause}。',
  warning_maybe_debug:
    '有 {runs} 次运行（{tokens} 个 token）是由账号发起的运行作为工具调用的，可能属于调试；已计入账单。',
  warning_dify_version_unknown: 'Dify {version} 比本程序实测过的所有版本都新。',
  warning_api_meter_withheld:
    '此期间的数据均不发送：API_Meter 按整日覆盖，缺少无法读取的应用时，每天的数值都可能偏小。',
  warning_api_meter_two_currencies:
    '{date}，{provider} {model}：{tokens} 个 token 以 {currencies} 支付，而 API_Meter 只能记一个金额，因此不发送。',
  warning_two: '{first} 和 {rest}',
  residual: '{app}，{period}：{amount}，{cause}。',
  residual_tokens: '{tokens} 个 token',
  residual_tokens_unknown: 'token 数未知',
  residual_runs: '{runs} 次运行（{amount}）',
  residual_deleted_conversations: '属于已删除的会话，仅统计中有记录',
  residual_runs_cleaned_up: '已被日志清理删除',
  residual_runs_without_log: '已崩溃或仍在运行，没有日志',
  residual_messages_unreadable: '因 Dify 中缺少某条消息的文件而无法读取',
  residual_child_app_not_exported: '属于作为工具被调用、但不在本次导出范围内的应用',
  residual_price_unknown: '在 Dify 中没有价格',
  assumption_bucket:
    '{app}：{tokens} 个 token 落在时钟走过两遍的那一小时内，Dify 无法拆分；计入 {period}。',
  assumption_model:
    '{app}：{tokens} 个 token 按 Dify 未能确认的模型计费：该应用当前的模型，或仅能从价格看出的另一币种的模型。',
  assumption_currency_of_present_model:
    '{app}：{currency} 是其当前模型 {model} 的币种，但它可能还用过其他模型。',
  assumption_currency:
    '{app}：Dify 未给出 {model} 的币种，推定为 {currency}；请设置 DIFY_USAGE_MODEL_CURRENCY。',
  assumption_currency_likely_rmb:
    '{app}：Dify 未给出 {model} 的币种，推定为 {currency}，但 Dify 的插件对该供应商以 RMB 定价；请设置 DIFY_USAGE_MODEL_CURRENCY。',
  assumption_unknown_model: '未知模型',
  clock_ahead: '{who} 的时钟比本机快 {seconds} 秒：请用 NTP 校准两者。',
  clock_behind: '{who} 的时钟比本机慢 {seconds} 秒：请用 NTP 校准两者。',
  clock_receiver: '接收端',
  warning_next_correction: '{first}；{rest}',
});
