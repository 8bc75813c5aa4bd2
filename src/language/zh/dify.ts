import { dify as english } from '../en/dify.ts';
import { translation } from '../translation.ts';

export const dify = translation(english, {
  dify_refusal: '{host}：{problem}',
  dify_too_much: '{host} 对 {endpoint} 返回的数据过多；¦请查看 dify-usage 是否有新版本',
  dify_invalid_json:
    '{host} 对 {endpoint} 返回了 {status} 和无效的 JSON；响应可能在途中被截断；¦如持续出现，请检查 Dify 前面的组件',
  dify_forbidden:
    '{endpoint} 被禁止访问（{reason}）：¦请在此工作空间授予该 Dify 账号“编辑”（editor）或更高的角色',
  dify_not_there: '{endpoint} 不存在（{reason}）',
  dify_method: '{endpoint} 不允许此请求方法（{reason}）；¦请查看 dify-usage 是否有新版本',
  dify_limited: '{endpoint} 被 Dify 前面的组件限流（{reason}）；¦请放宽该限制，或使用 --max-rps',
  dify_failed_inside: '{endpoint} 在 Dify 内部失败（{reason}）；¦请查看 Dify 的 api 容器的日志',
  dify_answered: '{endpoint} 的响应为 {reason}；¦请查看 dify-usage 是否有新版本',
  dify_reason: '{status} {code}',
  dify_account_not_initialized: '该 Dify 账号已被邀请但尚未激活：¦请在浏览器中登录一次并完善资料',
  dify_parameter: '{endpoint} 的参数被拒绝（{reason}）；¦请查看 dify-usage 是否有新版本',
  dify_request: '{endpoint} 的请求被拒绝（{reason}）；¦请查看 dify-usage 是否有新版本',
  dify_not_set_up: 'Dify 尚未初始化：¦请在浏览器中完成安装',
  dify_licence: 'Dify 的企业许可证无效：¦请续期',
  dify_account_banned: '该 Dify 账号已被封禁：¦请使用其他账号',
  dify_account_gone:
    '该 Dify 账号不存在或不属于任何工作空间：¦请使用其他账号，或邀请它加入工作空间',
  dify_workspace_archived: '该 Dify 账号的工作空间已归档：¦请使用其他账号',
  dify_session_refused:
    '访问 {endpoint} 时登录会话被拒绝：¦请让 Dify 前面的组件放行 Cookie 以及请求头 Authorization 和 X-CSRF-Token',
  dify_tunnel_cure: '请在 DIFY_EXTRA_HEADERS 中提供通过隧道登录页所需的请求头，或修正它们',
  dify_address_cure: '请将 DIFY_API_BASE_URL 设为无需重定向即可访问 Dify 的地址',
  dify_either_cure: '{cure}；或者{other}',
  dify_redirects: '{host} 重定向到 {to}（{status}）：¦{cure}',
  dify_another_address: '其他地址',
  dify_basic_auth:
    '{host} 在 Dify 前面要求 Basic 认证（{status}）：¦请将 DIFY_BASIC_AUTH 设为 user:password，或修正其值',
  dify_refused_in_front:
    '{host} 上 Dify 前面的组件拒绝了请求（{status}）：¦{cure}；并请检查 DIFY_API_BASE_URL',
  dify_gateway:
    '{host} 对 {endpoint} 返回了 {status}，来自前置网关（{what}）：Dify 的 API 已停止、正在启动或过载；¦如持续出现，请查看其 api 容器的日志',
  dify_html: 'HTML 页面',
  dify_no_json: '非 JSON 响应',
  dify_no_route: '{host} 上的 Dify 没有路由 {endpoint}；¦请查看 dify-usage 是否有新版本',
  dify_foreign:
    '{host} 对 {endpoint} 返回了 {status}（{what}）：这不是 Dify 的控制台 API。¦请检查 DIFY_API_BASE_URL 以及 Dify 前面的代理或登录页；{cure}',
  dify_no_session: '{host} 接受了登录，但没有建立会话；¦请查看 dify-usage 是否有新版本',
  login_unknown_account: '没有账号使用 DIFY_EMAIL 中的邮箱：¦请修正它',
  login_no_workspace: 'DIFY_EMAIL 的账号不属于任何有效的工作空间：¦请邀请它加入一个工作空间',
  login_switched_off:
    '邮箱密码登录已关闭：¦请使用 DIFY_ADMIN_API_KEY，或在 Dify 中设置 ENABLE_EMAIL_PASSWORD_LOGIN=true',
  login_wrong: 'DIFY_EMAIL 或 DIFY_PASSWORD 有误；¦请修正，错误六次后 Dify 会锁定该账号 24 小时',
  login_banned: 'DIFY_EMAIL 的账号已被封禁：¦请使用其他账号',
  login_frozen: 'DIFY_EMAIL 的账号删除未满 30 天：¦请使用其他账号',
  login_locked:
    'DIFY_EMAIL 的账号因多次输错而被锁定，最后一次尝试 24 小时后解锁：¦请等待解锁，或使用其他账号',
  login_limit: '已达上限，Dify 无法为 DIFY_EMAIL 的账号分配工作空间：¦请提高上限，或使用其他账号',
  login_malformed:
    'DIFY_EMAIL 不是邮箱地址，或 DIFY_PASSWORD 少于八个字符、缺少字母或缺少数字：¦请修正',
  login_refused_before:
    '{host} 于 {at} 拒绝了 DIFY_EMAIL 和 DIFY_PASSWORD（{code}），此后未作更改：¦请修正，或用 --force-login 再试一次',
  login_refused: '{host} 拒绝了使用 DIFY_EMAIL 和 DIFY_PASSWORD 的登录（{code}）：¦请修正',
  login_session_lost: '{host} 在一次运行中两次终止了登录会话：¦请为导出程序使用专用账号',
  login_too_old_for_basic_auth:
    '{host} 上的 Dify 早于 1.9.2，需要 Authorization 请求头，而它已被 DIFY_BASIC_AUTH 占用：¦请升级 Dify，或让本机无需 Basic 认证即可访问 /console/api',
  admin_key_unsupported:
    '{host} 上的 Dify {version} 无法使用管理员 API 密钥（1.9.2 至 1.10.1 会要求 CSRF 令牌）：¦请使用 DIFY_EMAIL 和 DIFY_PASSWORD，或将 Dify 升级到 1.11 或更高版本',
  admin_key_refused:
    '{host} 拒绝了管理员 API 密钥：¦请检查 DIFY_ADMIN_API_KEY、DIFY_WORKSPACE_ID（{workspace}），以及 Dify 中是否设置了 ADMIN_API_KEY_ENABLE=true',
  dify_no_version: '{host} 未说明 Dify 的版本：¦请让 Dify 前面的代理放行响应头 X-Version',
  dify_no_console_api: '{host} 上没有 Dify 控制台 API：¦请检查 DIFY_API_BASE_URL',
  dify_shape:
    '{host} 对 {endpoint} 的响应结构未知：{field} 应为 {wanted}；¦请查看 dify-usage 是否有新版本',
  account_strange_time_zone:
    '{host} 的 Dify 账号的时区不是 IANA 名称，此时 Dify 的统计会返回错误：¦请在 Dify 的“设置 → 语言 → 时区”中选择',
  account_no_time_zone:
    '{host} 的 Dify 账号没有设置时区，此时 Dify 的统计会返回错误：¦请在 Dify 的“设置 → 语言 → 时区”中选择',
  account_no_workspace: '{host} 的 Dify 账号没有当前工作空间：¦请在浏览器中登录一次并选择工作空间',
  account_other_workspace:
    '{host} 的 Dify 账号当前在工作空间 {current}，而不是 DIFY_WORKSPACE_ID 指定的 {wanted}：¦请在浏览器中切换（本程序从不切换），或使用专用账号',
  account_different_zones: '{host} 上各工作空间所有者的时区不同：¦请设置 DIFY_USAGE_TIMEZONE',
  account_zone_changed:
    '{host} 的 Dify 账号的时区在读取过程中被更改，本次运行的结果不可信；¦请重新运行',
  account_workspace_switched:
    '{host} 的 Dify 账号的工作空间在读取过程中被切换，本次运行的结果不可信：¦请为导出程序使用专用账号',
  dify_asks_to_wait: '{host} 要求等待 {seconds} 秒，超过了本次运行的等待时间；¦请在此之后重新运行',
  reading_cursor_ignored:
    '{host} 反复返回 {endpoint} 的同一页：其运行记录的存储忽略游标，无法列出更早的运行',
  reading_other_rows: '{host} 每次读取 {endpoint} 都返回不同的行；¦请在 Dify 不繁忙时重新运行',
  reading_changed:
    '{host} 的 {endpoint} 在 {count} 次读取中均有变化：总数与条目始终不一致；¦请在 Dify 不繁忙时重新运行',
  reading_no_date:
    '{host} 返回的统计没有日期：¦请为 Dify 的 MySQL 数据库加载时区表（mysql_tzinfo_to_sql）',
  reading_beyond_sum:
    '{host} 的 {endpoint} 给出的计数之和超过 2^53；¦请查看 dify-usage 是否有新版本',
  reading_too_few_runs:
    '{host} 统计出应用 {app} 在 {period} 有 {counted} 次运行，但只列出 {listed} 次；¦请稍后重新运行',
  reading_file_missing: '{host} 无法显示某个会话，因为其中一条消息的文件在 Dify 的存储中缺失',
  reading_app_denied:
    '{host} 先拒绝了应用 {app}，随后又列出它：其间账号的工作空间被切换；¦请为导出程序使用专用账号',
  reading_run_unfinished:
    '{host} 尚未显示应用 {app} 的运行 {run} 所执行的全部内容；¦请稍后重新运行',
});
