import { warnings as english } from '../en/warnings.ts';
import { translation } from '../translation.ts';

export const warnings = translation(english, {
  warning_time_zone_changed:
    'Dify アカウントのタイムゾーンが {former} から {now} に変わり、日や月の始まる時刻がずれています。DIFY_USAGE_TIMEZONE を設定し、そのタイムゾーンで請求する期間をもう一度エクスポートしてください。',
  warning_delivered_period_corrected:
    'この期間は {deliveredAt} に送信済みですが、Dify の値が変わったため再送します: {changes}。',
  warning_correction: '{period} {tokens} トークン、{price} {currency}',
  warning_records_withdrawn:
    '送信済みの {records} 件のレコード（{tokens} トークン、例: {key}）が今回のエクスポートには含まれていません。レコード単位で上書きする送信先では請求に残るため、送信先で削除してください。',
  warning_receipt_damaged: '受領記録 {name} は破損しているため使用しません: {reason}。',
  warning_spool_file_damaged:
    'スプールのファイル {name} は破損しているため quarantine/ に移しました: {reason}。',
  warning_waits_for_other_receiver:
    '別の宛先向けの本文が {bodies} 件スプールに残っています（{id}、宛先 {target}）。dify-usage spool retry ID で現在の送信先に送るか、削除してください。',
  warning_receiver_already_has_key:
    '一度も送信していない本文 {id} を、送信先が受領済みと応答しました。',
  warning_app: 'アプリ {name}',
  warning_app_withheld: '{app} は保留しました: {reason}。',
  warning_app_deleted_since:
    '{app} は Dify で削除されています。以前に読み取った分は請求に残ります。',
  warning_deleted_app_unread:
    '{app} は Dify で削除されており、次の時間帯の利用は未読または未確定のままです: {stretches}。',
  warning_stretch: '{from} から {to} まで',
  warning_more_stretches: 'ほか {count} 件',
  warning_app_deleted: '{app} は読み取り中に Dify で削除されました。',
  warning_app_not_covered: '{app} は対象外です。モード {mode} に対応していません。',
  warning_apps_unlistable:
    '{apps} 個のアプリが Dify のアプリ一覧を壊しています。インポートが不完全なワークフローの下書きを削除または修復するか、Dify を 1.11 にアップグレードしてください。',
  warning_difference_unexplained:
    '{app}、{period}: {runs} 件の実行で Dify の統計と {tokens} トークンの差異があり、既知の原因に当てはまりません。',
  warning_detail: '{app}、{period}: {tokens} トークン: {cause}。',
  warning_maybe_debug:
    'アカウントの実行から呼び出されたツールの実行が {runs} 件（{tokens} トークン）あり、デバッグの可能性があります。請求に含めています。',
  warning_dify_version_unknown:
    'Dify {version} は、このプログラムで検証済みのどのバージョンよりも新しいものです。',
  warning_api_meter_withheld:
    'この期間のデータは送信しません。API_Meter は日単位で上書きするため、読み取れなかったアプリを除くと各日の値が小さくなるおそれがあります。',
  warning_api_meter_two_currencies:
    '{date}、{provider} {model}: {tokens} トークンは {currencies} で支払われており、API_Meter には金額欄が 1 つしかないため送信しません。',
  warning_two: '{first} と {rest}',
  residual: '{app}、{period}: {amount}: {cause}。',
  residual_tokens: '{tokens} トークン',
  residual_tokens_unknown: 'トークン数不明',
  residual_runs: '実行 {runs} 件（{amount}）',
  residual_deleted_conversations: '削除された会話の分で、統計にのみ残っています',
  residual_runs_cleaned_up: 'ログのクリーンアップで削除されました',
  residual_runs_without_log: '異常終了したか実行中だったため、ログがありません',
  residual_messages_unreadable: 'メッセージのファイルが Dify にないため読み取れません',
  residual_child_app_not_exported:
    'ツールとして呼び出された、今回のエクスポート対象外のアプリの分です',
  residual_price_unknown: 'Dify に価格がありません',
  assumption_bucket:
    '{app}: {tokens} トークンは時計が 2 度通過した 1 時間にあり、Dify では分割できません。{period} に請求します。',
  assumption_model:
    '{app}: {tokens} トークンは、Dify では確認できないモデル（アプリの現在のモデル、または価格からのみ分かる別の通貨のモデル）として請求します。',
  assumption_currency_of_present_model:
    '{app}: {currency} は現在のモデル {model} の通貨です。ほかのモデルも使われていた可能性があります。',
  assumption_currency:
    '{app}: Dify から {model} の通貨が分からないため {currency} とみなしています。DIFY_USAGE_MODEL_CURRENCY を設定してください。',
  assumption_currency_likely_rmb:
    '{app}: Dify から {model} の通貨が分からないため {currency} とみなしていますが、Dify のプラグインではこのプロバイダーの価格は RMB です。DIFY_USAGE_MODEL_CURRENCY を設定してください。',
  assumption_unknown_model: '不明なモデル',
  clock_ahead:
    '{who} の時計がこのマシンより {seconds} 秒進んでいます。両方を NTP で合わせてください。',
  clock_behind:
    '{who} の時計がこのマシンより {seconds} 秒遅れています。両方を NTP で合わせてください。',
  clock_receiver: '送信先',
  warning_next_correction: '{first}、{rest}',
});
