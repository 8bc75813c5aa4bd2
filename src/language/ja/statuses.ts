import { statuses as english } from '../en/statuses.ts';
import { translation } from '../translation.ts';

export const statuses = translation(english, {
  statuses_heading: '終了ステータスと、対応する人:',
  status_ok: '送信済み、報告するものなし、またはドライラン',
  status_commandLine: 'オプションまたは引数の誤り',
  status_dataError: '本文の恒久的な拒否、表現できないレコード、または cache/ の破損',
  status_unavailable: 'Dify または AWS を完全には読み取れない、または --strict が差異を発見',
  status_internal: 'バグ（スタックトレースは標準エラー出力に出力）',
  status_cannotSpool: '送信もスプールへの保存もできていない',
  status_outputLost: '標準出力または --output のファイルに最後まで書き込めない',
  status_spooled: '今回は未送信だがスプールに安全に保存済み、または別の実行が動作中',
  status_protocol: '送信先の応答が仕様外（本文は保管済み）',
  status_noPermission: 'Dify、送信先、プロキシ、AWS のいずれかが認証情報を拒否',
  status_config: '設定の不足または誤り、またはアドレスが存在しない',
  status_hungUp: '端末が閉じられた（失われたものはない）',
  status_interrupted: '中断された（失われたものはない）',
  status_terminated: '終了させられた（失われたものはない）',
  actor_nobody: '対応不要',
  actor_nobody_unless_it_lasts: '続かない限り対応不要',
  actor_caller: '呼び出し元',
  actor_developer: '開発者',
  actor_operator: '運用担当者',
  actor_operator_now: '運用担当者（至急）',
});
