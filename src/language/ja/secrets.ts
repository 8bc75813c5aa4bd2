import { secrets as english } from '../en/secrets.ts';
import { translation } from '../translation.ts';

export const secrets = translation(english, {
  secret_empty_problem: 'シークレット {secret} が空です。',
  secret_key_empty_problem: 'シークレット {secret} のキー {key} が空です。',
  secret_empty_cure: 'シークレットを書き込んでください。',
  secret_object_problem:
    'シークレット {secret} は JSON オブジェクトですが、参照にそのキーが指定されていません。',
  secret_object_cure: '参照に #KEY を付けてください。env ファイルでは二重引用符で囲んでください。',
  secret_no_object_problem:
    'シークレット {secret} は JSON オブジェクトではないため、キー {key} はありません。',
  secret_no_object_cure:
    'シークレットをそのまま使う場合は #{key} を外し、そうでなければキーと値の組として保存してください。',
  secret_no_key_problem: 'シークレット {secret} にキー {key} がありません。',
  secret_no_key_cure:
    '大文字と小文字は区別されます。AWS Secrets Manager に表示されるキーと照合してください。',
  secret_no_text_problem: 'シークレット {secret} のキー {key} は文字列ではありません。',
  secret_no_text_cure: 'シークレットの JSON で、値を二重引用符で囲んでください。',
  secret_binary_problem: 'シークレット {secret} はバイナリです。',
  secret_binary_cure: 'AWS Secrets Manager にテキストとして保存してください。',
  aws_sdk_missing_problem:
    'AWS Secrets Manager を参照していますが、読み取り用のパッケージがインストールされていません。',
  aws_sdk_missing_cure:
    'npm install --global @aws-sdk/client-secrets-manager を実行してください。Docker イメージは WITH_AWS=true でビルドしてください。',
  aws_no_credentials_problem: 'シークレット {secret} を読み取るための AWS 認証情報がありません。',
  aws_no_credentials_cure:
    'ホストに IAM ロールを付与するか（EC2 上のコンテナでは、メタデータのホップ制限を 2 にする必要があります）、環境変数 AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY を設定してください。',
  aws_no_region_problem: 'シークレット {secret} の AWS リージョンが分かりません。',
  aws_no_region_cure: 'AWS_REGION を設定してください。',
  aws_not_there_problem:
    'AWS Secrets Manager に、読み取れるシークレット {secret} がありません（{reason}）。',
  aws_not_there_cure: '名前と AWS_REGION を確認してください。',
  aws_refused_problem: 'AWS がシークレット {secret} の取得を拒否しました（{reason}）。',
  aws_refused_cure:
    'エクスポーターを実行する IAM ユーザーまたはロールに、このシークレットに対する secretsmanager:GetSecretValue と、その KMS キーに対する kms:Decrypt を許可してください。認証情報と時計も確認してください。',
  aws_untrusted_problem:
    'シークレット {secret} の要求に応答した相手の証明書は信頼されていません（{code}）。',
  aws_untrusted_cure: '環境変数 NODE_EXTRA_CA_CERTS に認証局を指定してください。',
  aws_foreign_problem:
    'シークレット {secret} の要求に応答した相手は AWS Secrets Manager ではないようです（{reason}）。',
  aws_foreign_cure: 'AWS_REGION と AWS_ENDPOINT_URL_SECRETS_MANAGER を確認してください。',
  aws_not_now_problem:
    'AWS Secrets Manager からシークレット {secret} を今は取得できませんでした（{reason}）。',
  aws_not_now_cure:
    '後でもう一度実行してください。続く場合は AWS_REGION とネットワークを確認してください。',
});
