import { help as english } from '../en/help.ts';
import { translation } from '../translation.ts';

export const help = translation(english, {
  help_usage: '用法：',
  help_arguments: '参数：',
  help_options: '选项：',
  help_global_options: '全局选项：',
  help_commands: '命令：',
  help_examples: '示例：',
  help_with_choices: '{description}可选值：{choices}。',
  help_choice: '{choice}',
  help_with_preset: '{description}省略值时为 {value}。',

  help_program: `将自建 Dify 的 token 用量和费用导出到计费 API。

运行一次后即结束：何时运行由 crontab 决定。设置依次取自选项、环境变量和 env 文件，在前者优先；全部设置见 .env.example。数据输出到 stdout，其余内容均输出到 stderr。`,
  help_option_version: '显示版本。',
  help_option_help: '显示本帮助。',
  help_option_env_file: '从此文件读取设置。',
  help_option_ca_file: '同时信任此 PEM 文件中的证书颁发机构。',
  help_option_lang: '使用此语言；日志和数据不受影响。',
  help_option_json: '将结果或错误输出为一个 JSON 文档。',
  help_option_quiet: '只记录警告和错误。',
  help_option_verbose: '记录每一步。',
  help_example_check: '检查是否一切就绪，以及未就绪之处该如何处理：',
  help_example_dry_run: '查看本月将要发送的内容，但不发送：',
  help_example_last_month: '发送上个月的全部数据，与 crontab 中相同：',
  help_example_spool_list: '查看等待发送的内容：',

  help_export_summary: '将一个期间的用量发送到接收端。',
  help_export: `从 Dify 读取一个期间的用量，并发送到接收端。

未能送达的内容保留在待发队列中，由下次运行发送。一条记录始终涵盖整月、整周或整日，因此期间会扩展为完整的月、周或日。`,
  help_option_period: '导出此期间；也可写成 YYYY-MM、YYYY-MM-DD 或 last_N_days。',
  help_option_from: '从此日开始导出；须同时使用 --to。',
  help_option_to: '导出到此日为止（含当天）；须同时使用 --from。',
  help_option_timezone: '按此 IANA 时区划分日、周、月。',
  help_option_aggregate: '按此跨度生成记录。',
  help_option_partial_buckets: '发送不完整的月或周，而不扩展期间。',
  help_option_mode: '发送此种类的记录。',
  help_option_app: '只导出此应用；可多次指定。',
  help_option_dry_run: '输出将要发送的内容，不作任何更改。',
  help_option_plan: '预估对 Dify 的请求数和所需时间，不作任何更改。',
  help_option_format: '以此格式输出数据。',
  help_option_bom: '在 CSV 开头加上字节顺序标记（BOM），供 Excel 使用。',
  help_option_output: '将数据写入此文件，而不是 stdout。',
  help_option_strict: '只要有推定的数值或无法解释的差异，就不发送任何数据。',
  help_option_no_cache: '全部向 Dify 请求，且不为下次运行保留任何内容。',
  help_option_force: '即使接收端已确认过完全相同的内容，也照常发送。',
  help_option_catch_up:
    '导出没有回执的整月、整周或整日：从最近 n 个（12）中最早有回执的那个起，由旧到新，最多 n 个。',
  help_option_concurrency: '最多同时向 Dify 发出此数量的请求，1 到 16。',
  help_option_max_rps: '每秒最多向 Dify 发出此数量的请求。',
  help_option_force_login: '即使这些凭据此前登录失败，也尝试登录。',
  help_option_lock_wait: '最多等待此秒数，让另一次运行结束；默认不等待。',
  help_example_this_month: '发送本月至今的用量，按应用：',
  help_example_week: '发送东京时间某一周每天的用量，按应用并附合计：',
  help_example_plan: '事先预估按日导出上个月会给 Dify 带来的负载：',
  help_example_catch_up: '补发因本机停机而错过的所有月份：',
  help_example_per_model: '查看上个月谁用了哪个模型：',
  help_example_spreadsheet: '为同事生成可用电子表格打开的文件，不发送任何数据：',

  help_check_summary: '检查导出所需的一切，并说明出错之处如何处理。',
  help_check: `逐个环节检查导出所需的一切。

说明每个环节的结果，以及有问题时该如何处理。其退出状态码与导出相同；不作任何更改，另一次运行正在进行时也可使用。`,
  help_option_send_test: '向接收端发送一个不含记录的请求体，以验证其允许访问。',
  help_example_send_test: '验证接收端接受访问令牌；所发送的请求体不含记录：',
  help_example_check_quiet: '只显示有问题之处，供监控使用：',

  help_spool_summary: '查看并处理未能送达的内容。',
  help_spool: `查看并处理未能送达的内容。

请求体在待发队列中等待，直到被接收端接受。被永久拒绝的保留在 rejected/，损坏的文件保留在 quarantine/。`,
  help_spool_list: '列出等待发送、被拒绝和已损坏的内容。',
  help_spool_show: '显示一个条目及其请求体。',
  help_spool_retry: '立即发送等待的内容；指定 ID 时也发送被拒绝的内容。',
  help_spool_rm: '永久删除条目：其用量不会送达。',
  help_argument_id: '列表中显示的 ID。',
  help_argument_ids: '列表中显示的 ID。',
  help_argument_retry_ids: '列表中显示的 ID；省略则为所有等待发送的条目。',
  help_option_yes: '不要求确认。',

  help_cache_summary: '检查或删除从 Dify 读取后保留的数据。',
  help_cache: `检查或删除从 Dify 读取后保留的数据。

已结束的运行和过去的消息不会改变，因此导出会将其保留在状态目录中，只向 Dify 请求新的内容。损坏的文件会被发现，并重新向 Dify 读取。`,
  help_cache_verify: '读取全部数据，并指出已损坏的部分。',
  help_cache_clear: '删除全部数据：下次导出会重新向 Dify 读取其中尚未删除的内容。',
  help_option_before: '只删除此日之前各 UTC 日的数据，但保留每个应用最近的一天。',

  help_config_summary: '显示每项设置及其值的来源。',
  help_config: `显示每项设置当前生效的值及其来源。

还会指出所有错误，以及不会被读取的变量。绝不显示机密。以相同的选项和环境导出，使用的设置也相同。`,

  help_completion_summary: '输出在 shell 中补全命令和选项的脚本。',
  help_completion: `输出补全命令、选项及其值的脚本。

它与本帮助出自同一来源，既不需要设置，也不需要网络。`,
  help_argument_shell: '使用该脚本的 shell。',
  help_example_bash: '用于 bash，仅供自己使用：',
  help_example_zsh: '用于 zsh，放在 compinit 运行前已在 fpath 中的目录：',
  help_example_fish: '用于 fish：',

  help_help: '显示命令的帮助。',
  help_argument_command: '命令的名称；省略则显示程序的帮助。',
});
