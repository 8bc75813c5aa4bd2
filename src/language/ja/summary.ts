import { summary as english } from '../en/summary.ts';
import { translation } from '../translation.ts';

export const summary = translation(english, {
  summary_warning: '警告: {warning}',
  summary_dify_failed: 'Dify を読み取れませんでした: {reason}。',
  summary_refused_by_strict:
    '--strict により中止しました（{objections}）。この期間のデータは何も送信していません。',
  summary_not_spooled: 'スプールに保存できず、送信もしていません: {reason}。',
  summary_unchanged:
    '変更なし: 送信先は {since} に同じ内容を受領済みのため、何も送信していません。再送するには --force を付けてください。',
  summary_dry_run: 'ドライラン: 送信も保存も行っていません。',
  summary_dify: 'Dify {version}（{host}）、ワークスペース {workspaces}',
  summary_period:
    '期間 {period}（{zone}）{widened}{provisional}: アプリ {apps} 個のうち {complete} 個を読み取りました',
  summary_account_zone: '{zone}、Dify アカウントのタイムゾーン',
  summary_widened: '、月や週の全体に拡張',
  summary_provisional: '、暫定値',
  summary_no_usage: '  利用はありません。',
  summary_nothing_read: '  何も読み取れていません。',
  summary_amount: '  {period}  {tokens} トークン  {price} {currency}',
  summary_billed_by_statistics: 'Dify 自身の統計に基づく請求です。',
  summary_reconciled: '照合済み: 実行ごとの集計が Dify 自身の統計と一致しています。',
  summary_reconciled_explained: 'Dify 自身の統計と照合しました。差異の原因はすべて判明しています:',
  summary_reconciled_unexplained:
    'Dify 自身の統計と照合しました。原因不明の差異が {count} 件あります:',
  summary_difference: '  {app}、{period}: {runs} 件の実行で {tokens} トークン、{cause}',
  cause_zero_totals: 'Dify はこれらの実行を集計していません',
  cause_containers_counted_twice: 'Dify がイテレーションとループを二重に集計しています',
  cause_workflow_tools: 'Dify がツールのワークフローを呼び出し元でも集計しています',
  cause_stopped_runs: 'Dify は停止された実行を集計していません',
  cause_failed_calls: 'モデルの応答後に失敗した呼び出しです',
  cause_failed_containers: 'Dify が失敗したイテレーションまたはループを除外しています',
  cause_parallel_iterations: '並列イテレーションで Dify の集計値が増えています',
  cause_runs_in_progress: '実行中のものがありました',
  cause_deleted_since: '読み取り後に Dify で削除されましたが、請求には残ります',
  cause_changed_since: '読み取り後に Dify で変更されたため、現在の値で請求します',
  cause_unexplained: '原因不明です',
  certainty_users: 'ユーザー',
  certainty_users_and_models: 'ユーザーとモデル',
  certainty_all_exact: '{what}: 利用のあったアプリ {apps} 個すべてで正確です。',
  certainty_in_part:
    '{what}: 利用のあったアプリ {apps} 個のうち {exact} 個で正確です。一部のみ正確なアプリ:',
  certainty_app: '  {app}: {parts}',
  certainty_app_and_users: '  {app}: {parts}。ユーザーの内訳: {users}',
  certainty_part: '{kind} {tokens} トークン',
  certainty_priced_part: '{kind} {tokens} トークン {prices}',
  certainty_prices: '{first} と {rest}',
  certainty_exact: '正確',
  certainty_allocated: '按分',
  certainty_assumed: '仮定',
  certainty_unattributed: '帰属不明',
  certainty_note: '    {period}: {tokens} トークン、{cause}',
  detail_allocated_by_tokens:
    '複数のユーザーまたはモデルが同じ 1 分間に使われているため、料金はトークン数による按分です',
  detail_allocated_by_generation:
    '複数のユーザーが同じ 1 分間に使っているため、生成の回数で分けた値です',
  detail_minute_windows_exhausted:
    'DIFY_USAGE_MINUTE_WINDOWS のリクエスト数を使い切ったため、料金はトークン数による按分です',
  detail_model_unknown: '使用されたモデルを特定できません',
  detail_model_assumed: 'Dify では確認できないモデルのものとして請求します',
  detail_ledger_exceeds_messages:
    'Dify の統計にはありますが、Dify が今も一覧に示すどの会話にも含まれていません',
  detail_messages_exceed_ledger: '会話にはありますが、Dify の統計の値を超えている分です',
  detail_console_may_include_debug:
    'コンソールでの利用で、デバッグを含む可能性がありますが、請求に含めています',
});
