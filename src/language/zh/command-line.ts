import { commandLine as english } from '../en/command-line.ts';
import { translation } from '../translation.ts';

export const commandLine = translation(english, {
  command_line_see_help: '{problem}¦请参阅 {command}。',
  output_unwritable:
    '无法写入 --output 的文件 {path}（{code}）：¦请检查其目录、写入权限及磁盘空间。',
  confirm_cache_clear_unasked: 'Dify 中已删除的内容将随缓存一并丢失：¦如确定，请加上 --yes。',
  confirm_spool_rm_unasked: '被删除的内容将不再计入账单：¦如确定，请加上 --yes。',
  spool_has_no: '待发队列中没有 {id}：¦请用 dify-usage spool list 查看。',
  spool_older_than_delivered:
    '接收端已在 {at} 收到 {period} 的更新数据，发送 {id} 会将其覆盖：¦请用 dify-usage spool rm {id} 将其移除。',
  mistake_no_command: '没有指定命令。',
  mistake_unknown_option: '未知选项“{option}”。',
  mistake_misspelt_option: '未知选项“{option}”{question}。',
  mistake_unknown_command: '未知命令“{command}”。',
  mistake_misspelt_command: '未知命令“{command}”{question}。',
  mistake_did_you_mean: '（是否想输入 {name}？）',
  mistake_did_you_mean_one_of: '（是否想输入以下之一：{names}？）',
  mistake_missing_argument: '缺少必需的参数“{argument}”。',
  mistake_option_without_value: '选项“{option}”缺少值。',
  mistake_conflict: '选项“{option}”不能与选项“{other}”同时使用。',
  mistake_too_many_arguments: '“{command}”的参数过多：应为 {expected} 个，实际为 {given} 个。',
  mistake_more_than_one_argument: '“{command}”的参数过多：应为 1 个，实际为 {given} 个。',
  mistake_option_value: '选项“{option}”的值“{value}”无效。¦{cure}',
  mistake_argument_value: '参数“{argument}”的值“{value}”无效。¦{cure}',
  mistake_choices: '可选值为：{choices}。',
  mistake_empty: '值为空。',
  mistake_not_a_date: '请使用日期，例如 2026-01-31。',
  mistake_not_an_entry_id: '请使用 `spool list` 显示的 ID。',
  mistake_bom_without_csv: '选项 --bom 仅用于 CSV：¦请加上 --format csv。',
  mistake_half_a_range: '选项 --from 和 --to 必须同时使用：¦请给出两个日期。',
  app_unknown: 'Dify 未列出应用 {apps}：¦请检查 --app 和工作空间。',
  interrupted: '运行因 {signal} 而停止；待发队列中的内容留待下次运行',
  stdout_unwritable: '无法写入标准输出（{code}），输出不完整。',
  bug: '这是一个程序缺陷。{stack}',
});
