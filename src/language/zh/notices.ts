import { notices as english } from '../en/notices.ts';
import { translation } from '../translation.ts';

export const notices = translation(english, {
  notice_receiver_over_http:
    '访问令牌和数据以明文发送到接收端；其规范要求使用 https。¦接收端支持 https 后，请改用 https。',
  notice_bearer_prefix:
    '访问令牌以 "Bearer " 开头，而该前缀会自动添加；仅使用其后的部分。¦请去掉 "Bearer "。',
  notice_ca_unusable: 'Node.js 不信任它所指定的证书。{problem}¦{cure}',
  notice_one_kind_of_record: '已忽略：格式 api-meter 只有一种记录。¦请删除它。',
  notice_always_daily: '已忽略：格式 api-meter 的记录始终按日汇总。¦请删除它。',
  notice_cron_schedule:
    '本程序不会自行调度：何时运行由 crontab 决定。¦请将其写入 crontab，并从这里删除。',
  notice_tls_verified: '不起作用：证书始终会被验证。¦请用 --ca-file 指定签发证书的机构。',
  notice_ca_too_late:
    '写在 env 文件中不起作用，因为 Node.js 在启动时读取：¦请在环境中设置，或使用 --ca-file。',
  notice_credential_outranked:
    '因已设置 {origin}，不使用 $CREDENTIALS_DIRECTORY 中的同名文件。¦请删除其中一个。',
  notice_aws_variable_unseen:
    '写在 env 文件中不起作用，因为 AWS SDK 只读取环境变量。¦请在环境变量中设置。',
  notice_variable_unknown: '没有这个名称的设置，因此不起作用。¦请修正名称，或将其删除。',
  notice_variable_misspelt: '没有这个名称的设置，因此不起作用。¦是否想写 {nearest}？',
  notice_variable_renamed: '它在这里已改名，因此不起作用。¦请改为 {name}。',
  notice_variable_repeated:
    'env 文件第 {line} 行设置了另一个值，但以第 {last} 行为准。¦请删除其中一行。',
  notice_variable_gone:
    '应用的密钥无法读取用量，因此不起作用。¦请设置 DIFY_EMAIL 和 DIFY_PASSWORD，或 DIFY_ADMIN_API_KEY。',
  notice_variable_obsolete: '已废弃，因此不起作用。¦请删除它。',
});
