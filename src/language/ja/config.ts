import { config as english } from '../en/config.ts';
import { translation } from '../translation.ts';

export const config = translation(english, {
  config_heading: '設定に問題があります:',
  config_heading_of_many: '設定に {count} 件の問題があります:',
  config_error: '{heading}\n{problems}',
  config_lines: '{first}\n{rest}',
  config_line: '  {variable}: {problem}¦{cure}',
  config_line_without_cure: '  {variable}: {problem}',
  setting_invalid: '{problem}¦{cure}',
  unset_problem: '設定されていません。',
  unset_cure: '次の値を設定してください: {meaning}。',
  unset_cure_misspelt:
    '次の値を設定してください: {meaning}。設定されている {name} は書き間違いではありませんか？',
  unset_cure_renamed:
    '次の値を設定してください: {meaning}。設定されている {name} は以前の名前です。',
  unset_without_home_problem: '設定されておらず、HOME がないため既定値もありません。',
  given_twice_problem: '{name} と {file} の両方が設定されています。',
  given_twice_cure: 'どちらか一方を削除してください。',
  value_file_unreadable_problem: 'ファイルを読み取れません（{code}）。',
  value_file_unreadable_cure: 'パスと読み取り権限を確認してください。',
  value_file_kind_problem: '通常のファイルでもパイプでもありません。',
  value_file_kind_cure: 'ファイルか、<(command) や /dev/stdin などのパイプを指定してください。',
  value_file_size_problem: 'ファイルが {megabytes} MB を超えています。',
  value_file_size_cure: '正しいファイルを指定してください。',
  value_file_silence_problem: 'パイプの書き込みが時間内に終わりませんでした。',
  value_file_silence_cure:
    '書き込む側のコマンドが終了することを確認するか、ファイルを指定してください。',
  value_file_encoding_problem: 'ファイルの {line} 行目が UTF-8 のテキストではありません。',
  value_file_encoding_cure:
    'UTF-8 で保存してください。すでに UTF-8 の場合は、その行を書き直してください。',
  env_line_problem:
    '{line} 行目は「名前=値」でもコメントでもないため、設定が失われるおそれがあります。',
  env_lines_problem:
    '次の行は「名前=値」でもコメントでもないため、設定が失われるおそれがあります: {lines}。',
  env_line_cure:
    '「名前=値」の形に直すか、行頭に # を付けるか、その行を削除してください。名前、=、#、空白は半角で書いてください。',
  env_lines_cure:
    '「名前=値」の形に直すか、行頭に # を付けるか、それらの行を削除してください。名前、=、#、空白は半角で書いてください。',
  env_breaks_problem: '改行が CR だけの箇所があります。',
  env_breaks_cure: '改行を LF か CRLF にして保存してください。',
  env_hash_problem: 'env ファイルの {line} 行目で、値が # のところで切れています。',
  env_hash_cure: '# が値の一部なら値を引用符で囲み、コメントなら # の前に空白を入れてください。',
  env_open_quote_problem: 'env ファイルの {line} 行目で、値の先頭の引用符が閉じられていません。',
  env_open_quote_cure: '引用符を閉じるか、値全体を別の種類の引用符で囲んでください。',
  env_after_quote_problem:
    'env ファイルの {line} 行目で始まる引用符は {last} 行目の途中で閉じており、その後ろの文字が失われます。',
  env_after_quote_cure:
    '値に含まれない引用符（\' か " か `）で値全体を囲み、コメントの前には空白を入れてください。',
  value_file_empty_problem: 'ファイルが空です。',
  value_file_empty_cure: 'シークレットを書き込んでください。',
  basic_auth_with_key_problem:
    'DIFY_ADMIN_API_KEY とは併用できません。どちらも同じ Authorization ヘッダーを使うためです。',
  basic_auth_with_key_cure:
    'キーの代わりに DIFY_EMAIL と DIFY_PASSWORD を使うか、Basic 認証のない Dify のアドレスを使ってください。',
  two_credentials_problem: '管理者 API キーとパスワードの両方が設定されています。',
  two_credentials_cure:
    'DIFY_EMAIL でサインインする場合は DIFY_ADMIN_API_KEY を、キーを使う場合は DIFY_PASSWORD を削除してください。',
  several_workspaces_problem:
    '複数のワークスペースが指定されていますが、パスワードで使えるのは現在のワークスペースだけです。',
  several_workspaces_cure:
    '1 つだけ指定するか、パスワードの代わりに DIFY_ADMIN_API_KEY を使ってください。',
  receiver_not_https_problem:
    'https のアドレスではないため、認証トークンと利用の数値が暗号化されずに送られます。',
  receiver_not_https_cure:
    'https:// を使うか、それを許容する場合は EXTERNAL_API_ALLOW_HTTP=true を設定してください。',
  apps_with_api_meter_problem:
    'api-meter 形式は 1 日全体の合計を送るため、一部のアプリだけでは作れません。',
  apps_with_api_meter_cure: '--app を外すか、EXTERNAL_API_FORMAT=external-api を使ってください。',
  apps_with_workspace_problem:
    'モード {mode} はワークスペースの合計を送るため、一部のアプリだけでは作れません。',
  apps_with_workspace_cure:
    '--app を外すか、--mode に per_app、per_user、per_model のいずれかを使ってください。',
  placeholder_problem: '.env.example の値のままです。',
  placeholder_cure: '実際の値を書いてください。',
  region_problem: 'AWS リージョンではありません。',
  region_cure: 'ap-northeast-1 のような名前を指定してください。',
  basic_auth_finished_problem: '完成したヘッダーのように "Basic " で始まっています。',
  basic_auth_finished_cure:
    'user:password の形で記入してください。ヘッダーはそこから作成されます。',
  basic_auth_problem: 'コロンで区切ったユーザー名とパスワードではありません。',
  basic_auth_cure: 'user:password の形で 1 行に記入してください。',
  ca_none_problem: 'ファイルに PEM 形式の証明書がありません。',
  ca_none_cure:
    '-----BEGIN CERTIFICATE----- で始まる認証局の証明書を使ってください。バイナリ形式からは openssl x509 -inform der -in FILE で変換できます。',
  ca_damaged_problem: 'ファイル内の証明書 {count} 件中 {index} 件目が破損しています。',
  ca_damaged_cure: 'ファイルをコピーし直してください。',
  origin_query_problem: 'クエリまたはフラグメントが含まれています。',
  origin_query_cure: '? または # 以降をすべて削除してください。',
  origin_service_api_problem: 'サービス API（/v1）のアドレスであり、利用量は取得できません。',
  origin_path_problem: 'パスが含まれていますが、コンソール API はホストのルートにあります。',
  origin_cure: 'https://dify.example.com のようにアドレスのみを指定してください。',
  email_problem: 'メールアドレスではありません。',
  email_cure: 'アカウントがコンソールへのサインインに使うアドレスを指定してください。',
  header_refused_problem: 'ヘッダー {name} は指定できません: {reason}。',
  header_refused_cure: '削除してください。',
  header_of_connection: '接続自体が設定するものです',
  header_of_body: '本文を説明するもので、各リクエストが自分で設定します',
  header_of_part: '応答の一部だけ、または応答なしを求めるもので、全体が必要です',
  header_of_method: '読み取りだけのリクエストを別のものに変えるおそれがあります',
  header_of_session: 'Dify とのセッションの一部です',
  header_of_proxy:
    'プロキシのためのものです。ユーザー名とパスワードは HTTPS_PROXY に記入してください',
  header_of_dify: 'Dify が使うものです。Basic 認証には DIFY_BASIC_AUTH を使ってください',
  header_value_problem: 'ヘッダーの値が空か、改行などヘッダーで送れない文字を含んでいます。',
  header_value_cure: '前後に何も付けずにコピーし直してください。',
  header_twice_problem: '同じヘッダーが 2 回指定されています。',
  headers_problem: '"Name: value" の行でも、文字列の JSON オブジェクトでもありません。',
  headers_cure: '{line} または {object} の形で記入してください。',
  url_problem: 'http または https のアドレスではありません。',
  url_cure: 'https:// または http:// で始まる完全なアドレスを記入してください。',
  url_credentials_problem: 'ユーザー名またはパスワードが含まれています。',
  url_credentials_cure: '@ より前を削除してください。認証情報には専用の変数があります。',
  currency_problem: '{index} 番目の項目がモデルと通貨の組ではありません。',
  currency_cure:
    'deepseek-chat=CNY,qwen-*=CNY のように、model=CUR をカンマ区切りで記入してください。',
  proxy_socks_problem: 'SOCKS プロキシのアドレスです。SOCKS には対応していません。',
  proxy_socks_cure:
    'http://proxy.example.com:3128 のような HTTP プロキシのアドレスを使ってください。',
  proxy_problem: 'プロキシのアドレスではありません。',
  proxy_cure:
    'http://host:port または http://user:password@host:port の形で記入し、パスワード中の @ : / # % などはパーセントエンコードしてください。',
  proxy_percent_problem:
    'ユーザー名またはパスワードに、パーセントエンコードになっていない % があります。',
  proxy_percent_cure: '文字 % は %25 と記入してください。',
  fragment_problem: 'リクエストでは送れないフラグメントが含まれています。',
  fragment_cure: '# 以降をすべて削除してください。',
  boolean_problem: 'true でも false でもありません。',
  boolean_cure: 'true または false を指定してください。',
  number_problem: '{min} から {max} までの整数ではありません。',
  number_cure: '{min} から {max} までの数を指定してください。',
  choice_problem: '指定できない値です。',
  choice_cure: '次のいずれかを指定してください: {choices}。',
  rate_problem: '1 秒あたりのリクエスト数ではありません。',
  rate_cure: '5 や 0.5 のように、0 より大きく 1000 以下の数を指定してください。',
  header_secret_problem: '空白や改行など、ヘッダーで送れない文字が含まれています。',
  header_secret_cure: '引用符や余分な文字を付けずにコピーし直してください。',
  password_problem: '改行が含まれています。',
  password_cure:
    'パスワードを 1 行で記入してください。\\n がパスワードの一部なら、env ファイルでは一重引用符で囲んでください。',
  state_dir_problem: '絶対パスではないため、cron と手動の実行で別のディレクトリになります。',
  state_dir_cure: '/ で始まる完全なパスを記入してください。~ は使えません。',
  tenant_problem: 'テナントの ID ではありません。',
  tenant_cure:
    'API_Meter に表示される UUID（例: 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30）を使ってください。',
  time_zone_problem: 'タイムゾーンではありません。',
  time_zone_cure:
    'Asia/Tokyo や UTC のような IANA データベースの名前を使ってください。+09:00 のようなオフセットは使えません。',
  uuid_problem: 'Dify の ID ではありません。',
  uuid_cure:
    'ブラウザーのアドレスに含まれる UUID（例: 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30）を使ってください。',
  reference_problem: 'AWS Secrets Manager への完全な参照ではありません。',
  reference_cure:
    'aws-sm:SECRET_ID、または JSON シークレットの 1 つのキーを指す aws-sm:SECRET_ID#KEY の形で記入してください。',
});
