import { check as english } from '../en/check.ts';
import { translation } from '../translation.ts';

export const check = translation(english, {
  check_in_workspace: 'ワークスペース {workspace}: {found}',
  check_access_proven:
    '{host} は応答し、認証トークンのないリクエストを拒否しましたが（{status}）、こちらの認証トークンは拒否しませんでした',
  check_access_unproven:
    '{host} は応答しましたが（HEAD には {status}）、認証トークンを受け付けるかどうかは POST でしか分かりません',
  check_access_unproven_cure: '確かめるには次を実行してください: dify-usage check --send-test',
  check_apps: '{count} 個: {modes}',
  check_apps_of_mode: '{mode} {count}',
  check_no_apps: 'ワークスペースにアプリがなく、請求するものがありません',
  check_no_apps_cure: '請求対象のワークスペースで間違いないか確認してください。',
  check_apps_not_covered: 'モードに対応していないため対象外: {apps}',
  check_and_more: 'ほか {count} 個',
  check_apps_not_covered_cure:
    'このプログラムの新しいバージョンがないか確認してください。これらのアプリの利用は請求されません。',
  check_apps_unlistable:
    '{count} 個のアプリのために Dify 自身のアプリ一覧がエラーになります（1.10.0 と 1.10.1 では、グラフが空の下書きがあると起こります）',
  check_apps_unlistable_cure:
    'Dify でこれらの下書きを削除するか、1.11 以降にアップグレードしてください。',
  check_clock_silent: '時刻を返さないため、時計を比較できません',
  check_clock_behind: 'このマシンより {seconds} 秒遅れています',
  check_clock_ahead: 'このマシンより {seconds} 秒進んでいます',
  check_clock_same: 'このマシンと一致しています',
  check_clock_wrong: '{found}。期間が終わったと判定するのが早すぎるか、遅すぎることになります',
  check_clock_cure: '両方の時計を NTP で合わせてください。',
  check_setting: '{variable}: {problem}',
  check_settings_complete: '不足なし: {who}、{format}、{aggregation} {mode} のレコード、{zone}',
  check_admin_key_for: 'ワークスペース {count} 個の管理者 API キー',
  check_accounts_zone: 'アカウントのタイムゾーン',
  check_env_file_open:
    'env ファイル {path} のモードは {mode} で、このホストの誰でも中のシークレットを読めます',
  check_env_file_open_cure:
    '所有者だけが読めるようにしてください（chmod 600 {path}）。グループにも読ませる場合は chmod 640 を使ってください。',
  check_state_open: '{path} のモードは {mode} で、ほかのユーザーも入れます',
  check_state_open_cure: 'ほかのユーザーが入れないようにしてください: chmod 700 {path}',
  check_state_not_writable: '{path} に書き込めません（{code}）',
  check_state_full_cure: '空きを作るか、このユーザーの割り当てを増やしてください。',
  check_state_not_writable_cure:
    'エクスポートを実行するユーザーの所有にするか、DIFY_USAGE_STATE_DIR にそのユーザーのディレクトリを設定してください。',
  check_state_read_only_cure:
    '読み取り専用でマウントされています。そこにボリュームをマウントするか、DIFY_USAGE_STATE_DIR に書き込めるボリュームを設定してください。',
  check_state_not_made: '{path} は存在しないか到達できず、{above} には何も作成できません（{code}）',
  check_state_not_made_cure:
    '作成してエクスポートを実行するユーザーの所有にするか、DIFY_USAGE_STATE_DIR にそのユーザーのディレクトリを設定してください。',
  check_state: '{path}、モード {mode}、所有者 {owner}、{space}、書き込み可能',
  check_state_to_be_made: '{path} はまだ存在せず、最初のエクスポートで作成されます（{space}）',
  check_space_unknown: '空き容量は不明',
  check_space: '空き {size}',
  check_space_left: '{path} のディスクの空きは {size} です',
  check_space_too_little: '{found}。EXTERNAL_API_MAX_BYTES の大きさの本文には {needed} が必要です',
  check_space_cure: '空きを作ってください。保存できないものは送信もできません。',
  check_dns_address: '{host} は IP アドレスです',
  check_dns: '{host} は {addresses} です',
  check_proxy_none: 'なし。{origin} に直接接続します',
  check_proxy: '{origin} には {proxy}（{variable}）経由で接続します',
  check_tcp: '{address} のポート {port} に {ms} ミリ秒で接続しました',
  check_tls_none: 'なし（アドレスが http です）',
  check_tls: '{version}、{subject} の証明書、有効期限 {until}（残り {days} 日）',
  check_tls_cure:
    '期限が切れる前に相手側で更新されるようにしてください。切れた後は何も送信されません。',
  check_lock_free: '空いています',
  check_lock_left: '空いています。{who} は終了しているため、次の実行がロックを引き継ぎます',
  check_lock_held: '{who} が保持しています',
  check_lock_held_cure:
    'そのまま待てば解消します。今エクスポートするとステータス 75 で終了し、--lock-wait を付ければその実行の終了を待ちます。',
  check_lock_doubtful: '{who} が保持している可能性がありますが、ここからは確認できません',
  check_lock_doubtful_cure: '確実に終了している場合はファイルを削除してください: rm {path}',
  check_lock_nameless: '名前を記録していない実行',
  check_login: '{email} としてサインインしました',
  check_login_admin_key: '管理者 API キーでワークスペース {count} 個を開けます',
  check_receipt_damaged: '{name}: {reason}',
  check_receipt_damaged_cure:
    '{path} を削除してください。その期間は同じキーでもう一度送信されます。',
  check_receipts_none: 'なし: ここからこの送信先に届いたものはまだありません',
  check_receipts: '{count} 件。最後は {period}（{kind}、{zone}）で、{at} に送信済み',
  check_receipts_open:
    '{count} 件。最後は {period}（{kind}、{zone}）で、期間が終わる前の {at} に送信済み',
  check_retention_runs_none_older: '実行: 期間の開始（{start}）より前からあるアプリはありません',
  check_retention_conversations_none_older:
    '会話: 期間の開始（{start}）より前からあるアプリはありません',
  check_retention_runs_none: '実行: {start} より前からあるアプリの実行は一覧にありません',
  check_retention_conversations_none: '会話: {start} より前からあるアプリの会話は一覧にありません',
  check_retention_runs: '実行: Dify の一覧で最も古いものは {day}（{days} 日前）です',
  check_retention_conversations: '会話: Dify の一覧で最も古いものは {day}（{days} 日前）です',
  check_retention_before: '{found}。期間の開始（{start}）より前です',
  check_retention_later:
    '{found}。期間の開始（{start}）より後です。それより前にはもともとなかったのか、クリーンアップされたのかは、Dify からは分かりません',
  check_retention_emptied:
    '{found}。メッセージはもうなく、Dify のクリーンアップで削除されたと思われます',
  check_retention_cure:
    'Dify で WORKFLOW_LOG_CLEANUP_ENABLED または ENABLE_CLEAN_MESSAGES が有効な場合は、毎日エクスポートしてください。一度読み取ったものは請求に残ります。',
  check_period_not_begun:
    '{variable} の期間は、どのタイムゾーンでもまだ始まっていません。¦今日以前に始まる期間を指定してください。',
  check_role_unknown: '不明なロール',
  check_role: '{role}。確認した {count} 種類のデータをすべて読み取れます',
  check_role_may_not: '{role}。次のものを読み取れません: {names}',
  check_role_cure:
    'このワークスペースで Dify アカウントにエディター（editor）以上のロールを付与してください。',
  check_zone_of_account:
    '{zones}（アカウントの設定）。Dify で変更されると、請求の日の区切りも変わります',
  check_zone_same: '{zone}（アカウントも同じ）',
  check_zone_other: '{zone}（アカウントは {zones}）',
  check_zone_costs_nothing: '{found}。このレコードでは追加の負荷はありません',
  check_zone_costs:
    '{found}。日次のレコードでは、チャット、エージェント、テキスト生成の各アプリで、1 日につき Dify へのリクエストが 1 件増えます',
  check_zone_costs_cure:
    'Dify の「設定」→「言語」→「タイムゾーン」で、このアカウントに {zone} を選択してください。',
  check_zone_none_cure:
    'Dify の「設定」→「言語」→「タイムゾーン」で、このアカウントのタイムゾーンを選択してください。DIFY_USAGE_TIMEZONE では代用できません。',
  check_zones_many: 'ワークスペースの所有者によってタイムゾーンが異なります: {zones}',
  check_zones_many_cure: 'DIFY_USAGE_TIMEZONE に請求の基準となるタイムゾーンを設定してください。',
  check_version: 'Dify {version}（検証済みは {oldest}〜{newest}）',
  check_version_old:
    'Dify {version} は、検証済みのバージョン（{oldest}〜{newest}）よりも古いものです',
  check_version_old_cure:
    'Dify をアップグレードするか、最初の請求を Dify 自身の統計と照合してください。',
  check_version_new:
    'Dify {version} は、検証済みのバージョン（{oldest}〜{newest}）よりも新しいものです',
  check_version_new_cure:
    'このプログラムの新しいバージョンがないか確認するか、最初の請求を Dify の統計と照合してください。',
  check_other_workspace:
    'アカウントの現在のワークスペースは {current} で、DIFY_WORKSPACE_ID の {wanted} ではありません',
  check_other_workspace_cure:
    'このプログラムがワークスペースを切り替えることはないため、ブラウザーで切り替えるか、専用のアカウントを使ってください。',
  check_token_refused: '{host} が認証トークンを拒否しました（{status}）',
  check_token_refused_cure:
    'EXTERNAL_API_TOKEN（API_Meter ではテナントも）を修正してください。正しい場合は check --send-test で確かめてください。',
  check_receiver_redirects:
    '{host} が {to} にリダイレクトしました（{status}）。認証トークンはリダイレクト先には送られません',
  check_receiver_redirects_cure: 'EXTERNAL_API_URL に最終的なアドレスを設定してください。',
  check_receiver_unavailable_cure:
    '失われるものはありません。送信できないものはスプールに残り、送信待ちになります。続く場合は送信先の運用担当者に問い合わせてください。',
  check_receiver_nothing_there: '{host} の {path} には何もありません（{status}）',
  check_receiver_nothing_there_cure:
    'EXTERNAL_API_URL を修正してください（値はそのまま使われます）。正しい場合は check --send-test で確かめてください。',
  check_spool_empty: '空です',
  check_spool_waiting: '{count} 件が送信待ち。最も古いものは {period} で、{age}経過しています',
  check_spool_waiting_after:
    '{count} 件が送信待ち。最も古いものは {period} で、{age}経過しています（{error}）',
  check_spool_waiting_cure:
    '次のエクスポートで送信されます。送信先に接続できるようにするか、spool list で確認してください。',
  check_spool_full: 'これ以上受け付けません: {reasons}',
  check_spool_many: '本文が {count} 件（上限 {limit} 件）あります',
  check_spool_large: '{bytes} バイト（上限 {limit} バイト）あります',
  check_spool_old: '送信待ちが {age}を超えた本文があります',
  check_spool_full_cure:
    '送信先に接続できるようにするか、dify-usage spool list で確認して spool rm で削除してください。',
  check_spool_other: '設定とは別の送信先に宛てた本文が {count} 件、送信待ちです',
  check_spool_other_cure:
    'dify-usage spool retry ID で現在の送信先に送るか、spool rm ID で削除してください。',
  check_spool_rejected: '送信先に恒久的に拒否された本文が {count} 件あります',
  check_spool_rejected_cure:
    'dify-usage spool list で理由を確認し、spool retry ID で再送するか、削除してください。',
  check_spool_damaged: '送信できない破損ファイルが {count} 件あります',
  check_spool_damaged_cure:
    'dify-usage spool list で理由を確認し、--force を付けてその期間を再エクスポートした後、削除してください。',
  check_minutes: '{count} 分',
  check_hours: '{count} 時間',
  check_days: '{count} 日',
  check_not_tried: '前の段階で失敗したため試していません',
  check_hung: '{seconds} 秒以内に終わりませんでした',
  check_hung_cure:
    'ディスクや途中のネットワークなど、遅い箇所を調べてから、もう一度 check を実行してください。',
  check_slow: '応答が遅いもの: {requests}',
  check_slow_request: '{route} は {seconds} 秒',
  check_slow_cure:
    'エクスポートはこのようなリクエストを多数行います。Dify とそのデータベースの負荷を確認してください。1 回の上限は {variable} で決まります。',
  check_test_accepted: 'レコードのない本文が受け付けられました（{status}）',
  check_test_accepted_said: 'レコードのない本文が受け付けられました（{status}）: {said}',
  check_test_limit_cure:
    '送信先の運用担当者に上限を問い合わせてください。この本文は 1 kB 未満です。',
  check_test_outage_cure: '続く場合は送信先の運用担当者に問い合わせてください。',
  check_test_protocol_cure:
    'EXTERNAL_API_URL が送信先自身であり、EXTERNAL_API_FORMAT がその形式であることを確認してください。',
  check_test_proven:
    '認証トークンは受け付けられています。認証トークンなしの応答は {bare} で、ありの場合に拒否されるのはレコードのない本文だけです（{status}）',
  check_test_unproven:
    '{problem}。認証トークンなしでも応答は {bare} のため、こちらの認証トークンが正しいかどうかは分かりません',
  check_test_unproven_cure:
    'レコードがないために拒否された場合は対応不要です。残りは最初のエクスポートで分かります。',
  check_gone_cure: 'DIFY_API_BASE_URL が Dify 自身のアドレスであることを確認してください。',
  check_newer_cure:
    'このプログラムの新しいバージョンがないか確認してください。この Dify は、このプログラムが対応しているバージョンより新しい可能性があります。',
  check_running_cure: '起動していることを確認し、途中にあるものも調べてください。',
  check_can_run: 'エクスポートを実行できます: 失敗なし、警告 {warnings} 件、未試行 {untried} 件。',
  check_failures:
    '失敗 {failures} 件、警告 {warnings} 件、未試行 {untried} 件。終了ステータスは {status} です。',
  check_group_machine: 'このマシン',
  check_group_dify: 'Dify',
  check_group_receiver: '送信先',
  check_group_deliveries: '送信状況',
  check_title_configuration: '設定',
  check_title_state_directory: '状態ディレクトリ',
  check_title_lock: 'ロック',
  check_title_proxy: 'プロキシ',
  check_title_dns: 'DNS',
  check_title_tcp: 'TCP',
  check_title_tls: 'TLS',
  check_title_version: 'バージョン',
  check_title_clock: '時計',
  check_title_login: 'ログイン',
  check_title_workspace: 'ワークスペース',
  check_title_time_zone: 'タイムゾーン',
  check_title_apps: 'アプリ',
  check_title_role: 'ロール',
  check_title_retention: 'ログの保持',
  check_title_access: 'アクセス',
  check_title_test: 'テスト送信',
  check_title_spool: 'スプール',
  check_title_receipts: '受領記録',
  check_zone_missing:
    '{host} の Dify アカウントにタイムゾーンがないため、Dify の統計がエラーになります',
  check_zone_strange:
    '{host} の Dify アカウントのタイムゾーンが IANA の名前ではないため、Dify の統計がエラーになります',
});
