import { delivery as english } from '../en/delivery.ts';
import { translation } from '../translation.ts';

export const delivery = translation(english, {
  delivery_accepted: '{period} のレコード {records} 件を送信しました: {said}',
  delivery_accepted_after_attempts:
    '{period} のレコード {records} 件を、{attempts} 回の試行で送信しました: {said}',
  delivery_already_received: '送信先は受領済みでした',
  delivery_said_nothing: '受理されました',
  delivery_partly: '一部だけ送信済み: {period} のほかの本文はまだ送信先に届いていません。',
  delivery_rejected:
    '恒久的に拒否されました: {period} のレコード {records} 件を rejected/ に {id} として保管しています: {reason}',
  delivery_quarantined: '隔離しました: {name}: {reason}',
  delivery_deferred:
    '送信できませんでした。本文 {bodies} 件を次回の実行のために保管しています: {reason}',
  delivery_for_other_receiver:
    '別の送信先に宛てた本文が {bodies} 件、スプールで送信待ちです。spool retry ID で現在の送信先に送るか、削除してください。',
  catch_up_no_receipt:
    'キャッチアップ: この条件のエクスポートの受領記録がまだないため、直近の期間のみをエクスポートします。',
  catch_up_nothing_missing: 'キャッチアップ: {since} 以降、受領記録のない期間はありません。',
  catch_up_missing: 'キャッチアップ: {since} 以降、受領記録のない期間が {periods} 件あります。',
  catch_up_missing_more:
    'キャッチアップ: {since} 以降、受領記録のない期間が {periods} 件あり、今回はそのうち {taken} 件を処理します。',
  catch_up_untried: 'この期間を追い越さないよう、後の期間 {periods} 件は次回の実行に回します。',
  catch_up_status: '  {period}: 終了ステータス {status}',
  catch_up_outcome: '  {period}: {outcome}',
  catch_up_warning: '    警告: {warning}',
  catch_up_unchanged: '{since} から変更なし',
  catch_up_nothing: '報告するものなし',
  catch_up_delivered: '本文 {bodies} 件を送信',
});
