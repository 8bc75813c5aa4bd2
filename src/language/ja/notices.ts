import { notices as english } from '../en/notices.ts';
import { translation } from '../translation.ts';

export const notices = translation(english, {
  notice_receiver_over_http:
    '認証トークンと利用の数値が、暗号化されずに送信先へ送られます。送信先の仕様では https が必須です。¦送信先が対応したら https を使ってください。',
  notice_bearer_prefix:
    '認証トークンが "Bearer " で始まっています。これは自動で付くため、その後の部分だけを使います。¦"Bearer " を外してください。',
  notice_ca_unusable: '指定された証明書を Node.js は信頼しません。{problem}¦{cure}',
  notice_one_kind_of_record:
    '無視されます。api-meter 形式のレコードは 1 種類だけです。¦外してください。',
  notice_always_daily: '無視されます。api-meter 形式のレコードは常に日次です。¦外してください。',
  notice_cron_schedule:
    'このプログラムは自分ではスケジュールを管理しません。実行時刻は crontab で決めます。¦crontab に記入し、ここからは外してください。',
  notice_tls_verified:
    '効果はありません。証明書は常に検証されます。¦署名した認証局を --ca-file で指定してください。',
  notice_ca_too_late:
    'Node.js が起動時に読み込むため、env ファイルに書いても効果がありません。¦環境変数として設定するか、--ca-file を使ってください。',
  notice_credential_outranked:
    '{origin} が設定されているため、$CREDENTIALS_DIRECTORY にある同名のファイルは使いません。¦どちらか一方を外してください。',
  notice_aws_variable_unseen:
    'AWS SDK は環境変数しか読まないため、env ファイルに書いても効果がありません。¦環境変数として設定してください。',
  notice_variable_unknown:
    'この名前の設定はないため、効果がありません。¦名前を修正するか、外してください。',
  notice_variable_misspelt:
    'この名前の設定はないため、効果がありません。¦{nearest} の間違いではありませんか？',
  notice_variable_renamed:
    'ここでは名前が変わったため、効果がありません。¦{name} に変えてください。',
  notice_variable_repeated:
    'env ファイルの {line} 行目では別の値が設定されていますが、{last} 行目が優先されます。¦どちらか一方を削除してください。',
  notice_variable_gone:
    'アプリのキーでは使用量を読み取れないため、効果がありません。¦DIFY_EMAIL と DIFY_PASSWORD、または DIFY_ADMIN_API_KEY を設定してください。',
  notice_variable_obsolete: '廃止されたため、効果がありません。¦外してください。',
});
