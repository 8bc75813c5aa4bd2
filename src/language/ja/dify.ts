import { dify as english } from '../en/dify.ts';
import { translation } from '../translation.ts';

export const dify = translation(english, {
  dify_refusal: '{host}: {problem}',
  dify_too_much:
    '{host} が {endpoint} に対して大きすぎるデータを返しました。¦dify-usage の新しいバージョンがないか確認してください',
  dify_invalid_json:
    '{host} が {endpoint} に対して {status} を返しましたが、正しい JSON ではありません。応答が途中で切れた可能性があります。¦続く場合は、Dify の手前にあるものを確認してください',
  dify_forbidden:
    '{endpoint} は許可されていません（{reason}）。¦このワークスペースで Dify アカウントにエディター（editor）以上のロールを付与してください',
  dify_not_there: '{endpoint} は存在しません（{reason}）',
  dify_method:
    '{endpoint} ではこのメソッドが許可されていません（{reason}）。¦dify-usage の新しいバージョンがないか確認してください',
  dify_limited:
    '{endpoint} へのリクエストは、Dify の手前にあるものに制限されました（{reason}）。¦その制限を緩めるか、--max-rps を使ってください',
  dify_failed_inside:
    '{endpoint} が Dify 内部で失敗しました（{reason}）。¦Dify の api コンテナーのログを確認してください',
  dify_answered:
    '{endpoint} に対して {reason} が返されました。¦dify-usage の新しいバージョンがないか確認してください',
  dify_reason: '{status} {code}',
  dify_account_not_initialized:
    'Dify アカウントは招待されていますが、初期設定が済んでいません。¦ブラウザーで一度サインインし、プロフィールを完成させてください',
  dify_parameter:
    '{endpoint} のパラメーターが拒否されました（{reason}）。¦dify-usage の新しいバージョンがないか確認してください',
  dify_request:
    '{endpoint} のリクエストが拒否されました（{reason}）。¦dify-usage の新しいバージョンがないか確認してください',
  dify_not_set_up: 'Dify の初期設定が終わっていません。¦ブラウザーでインストールを完了してください',
  dify_licence:
    'Dify のエンタープライズライセンスが有効ではありません。¦ライセンスを更新してください',
  dify_account_banned: 'Dify アカウントが利用停止になっています。¦別のアカウントを使ってください',
  dify_account_gone:
    'Dify アカウントが存在しないか、どのワークスペースにも属していません。¦別のアカウントを使うか、ワークスペースに招待してください',
  dify_workspace_archived:
    'Dify アカウントのワークスペースはアーカイブされています。¦別のアカウントを使ってください',
  dify_session_refused:
    '{endpoint} でセッションが拒否されました。¦Dify の手前にあるものが、Cookie と、Authorization および X-CSRF-Token ヘッダーを通すようにしてください',
  dify_tunnel_cure:
    'トンネルのログインページを通過するためのヘッダーを DIFY_EXTRA_HEADERS に指定するか、修正してください',
  dify_address_cure: 'DIFY_API_BASE_URL にリダイレクトされない Dify のアドレスを設定してください',
  dify_either_cure: '{cure}。または、{other}',
  dify_redirects: '{host} が {to} にリダイレクトしました（{status}）。¦{cure}',
  dify_another_address: '別のアドレス',
  dify_basic_auth:
    '{host} は Dify の手前で Basic 認証を要求しています（{status}）。¦DIFY_BASIC_AUTH に user:password を設定するか、修正してください',
  dify_refused_in_front:
    'Dify の手前にあるものが {host} へのリクエストを拒否しました（{status}）。¦{cure}。DIFY_API_BASE_URL も確認してください',
  dify_gateway:
    '{host} が {endpoint} に対して {status} を返しました。内容は手前のゲートウェイの {what}です。Dify の API が停止しているか、起動中か、過負荷です。¦続く場合は api コンテナーのログを確認してください',
  dify_html: 'HTML ページ',
  dify_no_json: 'JSON ではない応答',
  dify_no_route:
    '{host} の Dify に {endpoint} というルートはありません。¦dify-usage の新しいバージョンがないか確認してください',
  dify_foreign:
    '{host} が {endpoint} に対して {status} と {what}を返しました。これは Dify のコンソール API ではありません。¦DIFY_API_BASE_URL と、Dify の手前のプロキシやログインページを確認してください。{cure}',
  dify_no_session:
    '{host} はログインを受け付けましたが、セッションを返しませんでした。¦dify-usage の新しいバージョンがないか確認してください',
  login_unknown_account:
    'DIFY_EMAIL のメールアドレスを持つアカウントがありません。¦DIFY_EMAIL を修正してください',
  login_no_workspace:
    'DIFY_EMAIL のアカウントは、有効なワークスペースに属していません。¦ワークスペースに招待してください',
  login_switched_off:
    'メールアドレスとパスワードによるサインインが無効です。¦DIFY_ADMIN_API_KEY を使うか、Dify で ENABLE_EMAIL_PASSWORD_LOGIN=true を設定してください',
  login_wrong:
    'DIFY_EMAIL または DIFY_PASSWORD が誤っています。¦修正してください。誤った試行が 6 回あると、Dify はアカウントを 24 時間ロックします',
  login_banned: 'DIFY_EMAIL のアカウントが利用停止になっています。¦別のアカウントを使ってください',
  login_frozen:
    'DIFY_EMAIL のアカウントは削除されてから 30 日経っていません。¦別のアカウントを使ってください',
  login_locked:
    'DIFY_EMAIL のアカウントは、誤った試行が多すぎたためロックされています。最後の試行から 24 時間後に解除されます。¦それまで待つか、別のアカウントを使ってください',
  login_limit:
    '上限に達しているため、Dify は DIFY_EMAIL のアカウントにワークスペースを割り当てられません。¦上限を引き上げるか、別のアカウントを使ってください',
  login_malformed:
    'DIFY_EMAIL がメールアドレスではないか、DIFY_PASSWORD が 8 文字に満たないか、英字または数字を含んでいません。¦修正してください',
  login_refused_before:
    '{host} は {at} に DIFY_EMAIL と DIFY_PASSWORD を拒否し（{code}）、どちらもその後変更されていません。¦修正するか、--force-login を付けてもう一度だけ試してください',
  login_refused:
    '{host} が DIFY_EMAIL と DIFY_PASSWORD によるログインを拒否しました（{code}）。¦修正してください',
  login_session_lost:
    '{host} が 1 回の実行中にセッションを 2 度終了させました。¦エクスポーター専用のアカウントを使ってください',
  login_too_old_for_basic_auth:
    '{host} の Dify は 1.9.2 より古く、Authorization ヘッダーを必要としますが、そのヘッダーは DIFY_BASIC_AUTH に使われます。¦Dify をアップグレードするか、このホストが Basic 認証なしで /console/api に接続できるようにしてください',
  admin_key_unsupported:
    '{host} の Dify {version} では管理者 API キーを使えません（1.9.2〜1.10.1 は CSRF トークンを要求します）。¦DIFY_EMAIL と DIFY_PASSWORD を使うか、Dify を 1.11 以降にアップグレードしてください',
  admin_key_refused:
    '{host} が管理者 API キーを拒否しました。¦DIFY_ADMIN_API_KEY、DIFY_WORKSPACE_ID（{workspace}）と、Dify で ADMIN_API_KEY_ENABLE=true が設定されていることを確認してください',
  dify_no_version:
    '{host} が Dify のバージョンを返しません。¦Dify の手前のプロキシが X-Version ヘッダーを通すようにしてください',
  dify_no_console_api:
    '{host} に Dify のコンソール API がありません。¦DIFY_API_BASE_URL を確認してください',
  dify_shape:
    '{host} が {endpoint} に対して未知の形の応答を返しました（{field} は {wanted} のはずです）。¦dify-usage の新しいバージョンがないか確認してください',
  account_strange_time_zone:
    '{host} の Dify アカウントのタイムゾーンが IANA の名前ではないため、Dify の統計がエラーになります。¦Dify の「設定」→「言語」→「タイムゾーン」で選択してください',
  account_no_time_zone:
    '{host} の Dify アカウントにタイムゾーンがないため、Dify の統計がエラーになります。¦Dify の「設定」→「言語」→「タイムゾーン」で選択してください',
  account_no_workspace:
    '{host} の Dify アカウントに現在のワークスペースがありません。¦ブラウザーで一度サインインして選択してください',
  account_other_workspace:
    '{host} の Dify アカウントの現在のワークスペースは {current} で、DIFY_WORKSPACE_ID の {wanted} ではありません。¦このプログラムがワークスペースを切り替えることはないため、ブラウザーで切り替えるか、専用のアカウントを使ってください',
  account_different_zones:
    '{host} のワークスペースの所有者によってタイムゾーンが異なります。¦DIFY_USAGE_TIMEZONE を設定してください',
  account_zone_changed:
    '読み取り中に {host} の Dify アカウントのタイムゾーンが変更されたため、この実行の結果は一切信頼できません。¦もう一度実行してください',
  account_workspace_switched:
    '読み取り中に {host} の Dify アカウントのワークスペースが切り替えられたため、この実行の結果は一切信頼できません。¦エクスポーター専用のアカウントを使ってください',
  dify_asks_to_wait:
    '{host} が {seconds} 秒間リクエストを控えるよう求めていますが、この実行が待てる時間を超えています。¦その時間が過ぎてからもう一度実行してください',
  reading_cursor_ignored:
    '{host} が {endpoint} の同じページを繰り返し返します。実行の保存先がカーソルを無視するため、古い実行を一覧できません',
  reading_other_rows:
    '{host} は読み取るたびに {endpoint} の異なる行を返しました。¦Dify の負荷が低いときにもう一度実行してください',
  reading_changed:
    '{host} の {endpoint} は {count} 回の読み取りのたびに変化し、合計と項目が一致しませんでした。¦Dify の負荷が低いときにもう一度実行してください',
  reading_no_date:
    '{host} が日付のない統計を返します。¦Dify の MySQL データベースにタイムゾーンテーブルを読み込んでください（mysql_tzinfo_to_sql）',
  reading_beyond_sum:
    '{host} の {endpoint} の件数の合計が 2^53 を超えています。¦dify-usage の新しいバージョンがないか確認してください',
  reading_too_few_runs:
    '{host} によるとアプリ {app} の {period} の実行は {counted} 件ですが、一覧には {listed} 件しかありません。¦後でもう一度実行してください',
  reading_file_missing:
    'Dify のストレージにメッセージのファイルがないため、{host} は会話を表示できません',
  reading_app_denied:
    '{host} はアプリ {app} へのアクセスを拒否した後で、そのアプリを一覧に示しました。その間にアカウントのワークスペースが切り替えられています。¦エクスポーター専用のアカウントを使ってください',
  reading_run_unfinished:
    '{host} は、アプリ {app} の実行 {run} で行われた処理をまだすべては示していません。¦後でもう一度実行してください',
});
