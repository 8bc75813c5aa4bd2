import { secrets as english } from '../en/secrets.ts';
import { translation } from '../translation.ts';

export const secrets = translation(english, {
  secret_empty_problem: '机密 {secret} 为空。',
  secret_key_empty_problem: '机密 {secret} 的键 {key} 为空。',
  secret_empty_cure: '请将机密信息写入其中。',
  secret_object_problem: '机密 {secret} 是 JSON 对象，而引用未指明其中的键。',
  secret_object_cure: '请在引用后加上 #KEY；在 env 文件中请用双引号括起。',
  secret_no_object_problem: '机密 {secret} 不是 JSON 对象，因此没有键 {key}。',
  secret_no_object_cure: '如要直接使用该机密，请去掉 #{key}；否则请以键值对形式存储。',
  secret_no_key_problem: '机密 {secret} 没有键 {key}。',
  secret_no_key_cure: '区分大小写：请与 AWS Secrets Manager 显示的键核对。',
  secret_no_text_problem: '机密 {secret} 的键 {key} 不是文本。',
  secret_no_text_cure: '请在机密的 JSON 中用双引号括起该值。',
  secret_binary_problem: '机密 {secret} 是二进制数据。',
  secret_binary_cure: '请在 AWS Secrets Manager 中以文本形式存储。',
  aws_sdk_missing_problem: '引用了 AWS Secrets Manager，但未安装读取它的软件包。',
  aws_sdk_missing_cure:
    '请运行 npm install --global @aws-sdk/client-secrets-manager；Docker 镜像请用 WITH_AWS=true 构建。',
  aws_no_credentials_problem: '没有可用于读取机密 {secret} 的 AWS 凭据。',
  aws_no_credentials_cure:
    '请为主机授予 IAM 角色（EC2 上的容器还需要把元数据跃点限制设为 2），或在环境中设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY。',
  aws_no_region_problem: '不知道机密 {secret} 所在的 AWS 区域。',
  aws_no_region_cure: '请设置 AWS_REGION。',
  aws_not_there_problem: 'AWS Secrets Manager 中没有可读取的机密 {secret}（{reason}）。',
  aws_not_there_cure: '请检查其名称和 AWS_REGION。',
  aws_refused_problem: 'AWS 拒绝提供机密 {secret}（{reason}）。',
  aws_refused_cure:
    '请授予运行导出程序的身份对该机密的 secretsmanager:GetSecretValue 权限，以及对其密钥的 kms:Decrypt 权限，并检查其凭据和时钟。',
  aws_untrusted_problem: '对机密 {secret} 作出响应的一方，其证书不受信任（{code}）。',
  aws_untrusted_cure: '请在环境变量 NODE_EXTRA_CA_CERTS 中指定证书颁发机构。',
  aws_foreign_problem: '对机密 {secret} 作出响应的一方不像是 AWS Secrets Manager（{reason}）。',
  aws_foreign_cure: '请检查 AWS_REGION 和 AWS_ENDPOINT_URL_SECRETS_MANAGER。',
  aws_not_now_problem: '目前无法向 AWS Secrets Manager 请求机密 {secret}（{reason}）。',
  aws_not_now_cure: '请稍后重试；如持续出现，请检查 AWS_REGION 和网络。',
});
