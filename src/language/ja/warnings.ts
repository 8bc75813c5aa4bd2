import { warnings as english } from '../en/warnings.ts';
import { translation } from '../translation.ts';

export const warnings = translation(english, {
  warning_time_zone_changed:
    '前回の送信は {former} で区切られていましたが、今回は Dify アカウントのタイムゾーン {now} で区切るため、日や月の始まる時刻が変わります。DIFY_USAGE_TIMEZONE を設定し、そのタイムゾーンで請求する期間をもう一度エクスポートしてください。',
  warning_delivered_period_corrected:
    'この期間は {deliveredAt} に送信済みですが、Dify の値が変わったため再送します: {changes}。',
  warning_correction: '{period} {tokens} トークン（{price} {currency}）',
  warning_records_withdrawn:
    '送信済みのレコードのうち {records} 件（{tokens} トークン、例: {key}）は、今回のエクスポートに含まれていません。レコード単位で上書きする送信先では請求に残るため、送信先の側で削除してください。',
  warning_receipt_damaged: '受領記録 {name} は破損しているため使用しません: {reason}。',
  warning_spool_file_damaged:
    'スプールのファイル {name} は破損しているため quarantine/ に移しました: {reason}。',
  warning_waits_for_other_receiver:
    '別のアドレスに宛てた本文が {bodies} 件、スプールで送信待ちです（{id}、宛先 {target}）。dify-usage spool retry ID で現在の送信先に送るか、削除してください。',
  warning_receiver_already_has_key:
    '一度も送信していない本文 {id} を、送信先が受領済みと応答しました。',
  warning_app: 'アプリ {name}',
  warning_app_withheld: '{app} は保留しました: {reason}。',
  warning_app_deleted_since:
    '{app} は Dify で削除されています。以前に読み取った分は請求に残ります。',
  warning_deleted_app_unread:
    '{app} は Dify で削除されています。次の時間の利用は、読み取っていなかったか、確定していませんでした: {stretches}。',
  warning_stretch: '{from} から {to} まで',
  warning_more_stretches: 'ほか {count} 件',
  warning_app_deleted: '{app} は読み取り中に Dify で削除されました。',
  warning_app_not_covered: '{app} は対象外です。モード {mode} に対応していません。',
  warning_apps_unlistable:
    '{apps} 個のアプリのために Dify 自身のアプリ一覧がエラーになります。インポートが不完全なワークフローの下書きを削除または修復するか、Dify を 1.11 にアップグレードしてください。',
  warning_difference_unexplained:
    '{app}、{period}: {runs} 件の実行で Dify の統計と {tokens} トークンの差異があり、既知のどの原因にも当てはまりません。',
  warning_detail: '{app}、{period}: {tokens} トークン。{cause}。',
  warning_maybe_debug:
    'アカウントの実行からツールとして呼び出された実行が {runs} 件（{tokens} トークン）あり、デバッグかもしれませんが、請求に含めています。',
  warning_dify_version_unknown:
    'Dify {version} は、このプログラムで検証済みのどのバージョンよりも新しいものです。',
  warning_api_meter_withheld:
    'この期間の分は何も送信しません。API_Meter は日単位で全体を上書きするため、読み取れなかったアプリを欠いたままでは、どの日の値も実際より小さくなるおそれがあります。',
  warning_api_meter_two_currencies:
    '{date}、{provider} {model}: {tokens} トークンは送信しません。料金の通貨が {currencies} に分かれており、API_Meter には金額を 1 つしか送れないためです。',
  warning_two: '{first} と {rest}',
  residual: '{app}、{period}: {amount}。{cause}。',
  residual_tokens: '{tokens} トークン',
  residual_tokens_unknown: 'トークン数不明',
  residual_runs: '実行 {runs} 件（{amount}）',
  residual_deleted_conversations: '削除された会話の分で、統計にだけ残っています',
  residual_runs_cleaned_up: 'ログのクリーンアップで削除されました',
  residual_runs_without_log: '異常終了したか、まだ実行中だったため、ログがありません',
  residual_messages_unreadable: 'メッセージのファイルが Dify にないため読み取れません',
  residual_child_app_not_exported:
    'ツールとして呼び出された、今回のエクスポート対象外のアプリの分です',
  residual_price_unknown: 'Dify に料金がありません',
  assumption_bucket:
    '{app}: {tokens} トークンは、時計の切り替えで 2 度あった 1 時間の分です。Dify では分けられないため、{period} に請求します。',
  assumption_model:
    '{app}: {tokens} トークンは、Dify では確認できないモデルのものとして請求します（アプリの現在のモデル、または料金からしか分からない別の通貨のモデル）。',
  assumption_currency_of_present_model:
    '{app}: {currency} は現在のモデル {model} の通貨ですが、使われたモデルはこれだけではないかもしれません。',
  assumption_currency:
    '{app}: {model} の通貨が Dify から分からないため、{currency} と仮定しています。DIFY_USAGE_MODEL_CURRENCY を設定してください。',
  assumption_currency_likely_rmb:
    '{app}: {model} の通貨が Dify から分からないため、{currency} と仮定しています。ただし、Dify のプラグインではこのプロバイダーの料金は RMB です。DIFY_USAGE_MODEL_CURRENCY を設定してください。',
  assumption_unknown_model: '不明なモデル',
  clock_ahead:
    '{who} の時計がこのマシンより {seconds} 秒進んでいます。両方の時計を NTP で合わせてください。',
  clock_behind:
    '{who} の時計がこのマシンより {seconds} 秒遅れています。両方の時計を NTP で合わせてください。',
  clock_receiver: '送信先',
  warning_next_correction: '{first}、{rest}',
});
