import { variables as english } from '../en/variables.ts';
import { translation } from '../translation.ts';

export const variables = translation(english, {
  meaning_dify_api_base_url: 'Dify のアドレス（例: http://localhost、https://dify.example.com）',
  meaning_dify_email: 'エディター（editor）以上のロールを持つコンソールアカウントのメールアドレス',
  meaning_dify_password: 'そのアカウントのパスワード',
  meaning_dify_admin_api_key:
    'メールアドレスとパスワードの代わりに使う Dify サーバーの管理者 API キー',
  meaning_dify_workspace_id:
    'エクスポートするワークスペースの ID。管理者 API キーの場合はカンマ区切りで複数指定可',
  meaning_dify_extra_headers:
    'Dify の手前にあるトンネルやログインページが求めるヘッダー: "Name: value" の行、または 1 つの JSON オブジェクト',
  meaning_dify_basic_auth:
    'Dify 1.9.2 以降の手前にある Basic 認証の user:password（Dify 自身のものではありません）',
  meaning_dify_fetch_timeout_ms: 'Dify への 1 件のリクエストにかけられる時間（ミリ秒）',
  meaning_dify_concurrency: 'Dify への同時リクエスト数（1〜16）',
  meaning_external_api_url: '送信先のアドレス（値はそのまま使われます）',
  meaning_external_api_token: '送信先の Bearer トークン',
  meaning_external_api_format: '本文の形式: external-api または api-meter',
  meaning_api_meter_tenant_id: 'API_Meter のテナント ID（UUID）',
  meaning_external_api_timeout_ms: '1 回の送信の試行にかけられる時間（ミリ秒）',
  meaning_external_api_deadline_ms:
    '1 つの本文に対するすべての試行を合わせてかけられる時間（ミリ秒）',
  meaning_external_api_max_bytes:
    '送信する本文の最大サイズ（バイト）。超える場合は複数の本文に分割',
  meaning_external_api_allow_http:
    '別ホストの送信先へ認証トークンと数値を暗号化せずに送ることを許可する場合は true',
  meaning_max_retries: '失敗後に再試行する回数（MAX_RETRY も可）',
  meaning_dify_fetch_period:
    'エクスポートする期間: today、yesterday、current_week、last_week、current_month、last_month、custom、YYYY-MM、YYYY-MM-DD、last_N_days のいずれか',
  meaning_start_date: 'custom 期間の最初の日（例: 2026-11-01）',
  meaning_end_date: 'custom 期間の最後の日（その日を含む）',
  meaning_dify_aggregation_period: '1 レコードの期間: monthly、weekly、daily のいずれか',
  meaning_dify_output_mode:
    '送信するレコードの種類: per_app、workspace、both、per_user、per_model、all のいずれか',
  meaning_dify_usage_timezone: '日・週・月を区切るタイムゾーン（例: Asia/Tokyo）',
  meaning_dify_usage_model_currency:
    'Dify から通貨が分からないモデルの通貨（例: deepseek-chat=CNY,qwen-*=CNY）',
  meaning_dify_usage_user_id:
    'ユーザーを表すもの: id（Dify 自身の ID）、または session（呼び出し側が渡す user の値、もしくはアカウントのメールアドレス）',
  meaning_dify_usage_assume_model:
    'モデルを特定できない会話をアプリの現在のモデルで請求する場合は current',
  meaning_dify_usage_minute_windows:
    'ユーザー別・モデル別の料金を正確に求めるために 1 つのアプリで行う、1 分単位の統計リクエストの上限（0〜100000）',
  meaning_dify_usage_state_dir: 'スプールなど、実行後も残るものを置くディレクトリ',
  meaning_dify_usage_lang: 'メッセージの言語: en、ja、zh のいずれか（ログとデータは変わりません）',
  meaning_log_level:
    'ログに出力する最低レベル: trace、debug、info、warn、error、fatal、silent のいずれか',
  meaning_https_proxy:
    'https アドレス用のプロキシ（例: http://proxy.example.com:3128、http://user:password@proxy.example.com:3128）',
  meaning_http_proxy:
    'http アドレス用のプロキシ（HTTPS_PROXY がない場合は https アドレスにも使用）',
  meaning_no_proxy:
    'プロキシを使わずに接続するホスト（カンマ区切り）: 名前とその配下、アドレス、10.0.0.0/8、host:port、または *',
  meaning_aws_region: 'aws-sm:SECRET_ID#KEY の形で書かれたシークレットの AWS リージョン',
  meaning_aws_endpoint_url_secrets_manager:
    'AWS Secrets Manager の別のアドレス（VPC エンドポイントなど）。AWS_ENDPOINT_URL も可',
  meaning_cron_schedule:
    '現在は使われません。スケジュールは crontab で決めます。古いファイルも読み込めるように、この名前は受け付けます',
  without_required: '必須',
  without_none: 'なし',
  without_unless_admin_key: 'DIFY_ADMIN_API_KEY を設定しない場合は必須',
  without_admin_key: 'DIFY_EMAIL と DIFY_PASSWORD を使用',
  without_workspace_id: 'アカウントの現在のワークスペース。管理者 API キーの場合は必須',
  without_unless_dry_run: '--dry-run と --plan の場合を除き必須',
  without_format: 'API_METER_TENANT_ID が設定されていれば api-meter、なければ external-api',
  without_tenant: 'api-meter 形式では必須',
  without_date: '期間 custom では必須',
  without_time_zone: 'Dify アカウントのタイムゾーン',
  without_currency: 'USD と仮定し、サマリーに明記',
  without_assume_model: 'そのような会話のモデルは unknown',
  without_region: 'AWS プロファイルのリージョン',
  without_endpoint: 'リージョンのアドレス',
  without_cron: '無視',
});
