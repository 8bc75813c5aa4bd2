import { state as english } from '../en/state.ts';
import { translation } from '../translation.ts';

export const state = translation(english, {
  period_none:
    'そのような期間はありません。¦{words}、custom、last_7_days のような last_N_days、2026-11 のような月、2026-11-30 のような日のいずれかを指定してください。',
  period_backwards:
    '期間の最後の日 {last} が最初の日 {first} より前です。¦START_DATE（--from）と END_DATE（--to）を入れ替えてください。両日とも期間に含まれます。',
  period_days:
    '{text} は期間ではありません。¦last_7_days のように 1 から {max} までの日数を指定してください。',
  period_month: '{text} という月はありません。¦2026-11 のように年と月を記入してください。',
  period_no_date:
    'custom 期間には {name} が必要ですが、設定されていません。¦2026-11-30 のような日付を指定してください。',
  period_date:
    '{name} の値が日付ではありません。¦2026-11-30 のような実在する日を記入してください。',
  period_the_period: '期間',
  period_not_begun:
    '期間 {period} はまだ始まっていません。{zone} では今日は {today} です。¦今日以前に始まる期間を指定してください。',
  lock_held:
    '別の実行が {directory} で動作中です: {who}。¦終了を待つか、--lock-wait を使ってください',
  lock_in_doubt:
    '別の実行が {directory} で動作中の可能性があります: {who}。ここからは確認できません。¦確実に終了している場合はファイルを削除してください: {command}',
  lock_holder: '{host} のプロセス {pid}（{since} に開始）',
  lock_holder_by_file: '{who}、ファイル {path} による',
  lock_holder_silent: '名前を記録していません',
  lock_file_unclear: '{path} を解釈できません',
  state_unusable: '{path} を使用できません: {reason}',
  state_symbolic_link: 'シンボリックリンクです。¦実際のディレクトリを設定してください',
  state_no_directory:
    'ディレクトリではありません。¦削除するか、別の DIFY_USAGE_STATE_DIR を設定してください',
  state_no_directory_code:
    'ディレクトリではありません（{code}）。¦削除するか、別の DIFY_USAGE_STATE_DIR を設定してください',
  state_other_owner:
    '所有者はユーザー {owner} ですが、現在のユーザーは {user} です。¦そのユーザーで実行するか、DIFY_USAGE_STATE_DIR を設定してください',
  state_refused:
    'システムが拒否しました（{code}）。¦書き込み可能な DIFY_USAGE_STATE_DIR を設定してください',
  state_unreadable: '読み取れません（{code}）。¦所有者とモードを確認してください',
  state_newer_format:
    '新しいバージョンの dify-usage が書いた形式 {format} です。¦dify-usage をもう一度アップグレードしてください',
  write_failed: '{path} に書き込めませんでした: {reason}',
  write_no_space: '空き容量がありません（{code}）。¦空きを作ってから再実行してください',
  write_no_permission:
    '書き込み権限がありません（{code}）。¦DIFY_USAGE_STATE_DIR とその所有者を確認してください',
  write_refused: 'システムが拒否しました（{code}）。¦ディスクを確認してください',
  write_unknown: '原因不明です。¦ディスクを確認してください',
  spool_no_space:
    '{path} のディスクの空きは {free} バイトですが、{needed} バイトが必要です。¦空きを作ってから再実行してください',
  spool_too_many:
    'スプールに本文が {entries} 件あります（上限 {limit} 件）。¦送信先に接続できるようにするか、dify-usage spool list で確認して spool rm で削除してください',
  spool_too_large:
    'スプールの大きさが {bytes} バイトです（上限 {limit} バイト）。¦送信先に接続できるようにするか、dify-usage spool list で確認して spool rm で削除してください',
  spool_too_old:
    '{period} の本文 {id} が、スプールで {days} 日間送信待ちになっています。¦送信先に接続できるようにするか、dify-usage spool list で確認して spool rm で削除してください',
  damage_in_spool_file: 'スプールのファイル {name} は破損しています: {reason}',
  damage_name: 'ファイル名がエントリーのものではありません',
  damage_other_id: 'ファイル名と内容の ID が異なります',
  damage_no_plain_file: '通常のファイルではありません',
  damage_at: '{place}: {problem}',
  damage_header: 'ヘッダー',
  damage_footer: 'フッター',
  damage_bytes: '本文が {bytes} バイトです（正しくは {expected} バイト）',
  damage_checksum: 'チェックサムが一致しません',
  damage_empty: '空です',
  damage_no_json: 'JSON ではありません',
  damage_other_receipt: 'ファイル名に対応する受領記録ではありません',
  damage_unreadable: '読み取れません（{code}）',
  damage_other_segment: '別の Dify、アプリ、または日のものです',
  damage_too_large: 'あまりにも大きすぎます',
  damage_not_whole: '不完全です',
  damage_cut: '途中で切れています',
  damage_newer_segment: '新しいバージョンの dify-usage が書いた形式 {format} です',
  damage_part_no_json: '{part} は JSON ではありません',
  damage_part_invalid: '{part} は正しくありません',
  damage_record: 'レコード {number}',
  damage_record_order: 'レコード {number} の順序が正しくありません',
  damage_record_day: 'レコード {number} は別の日のものです',
  damage_count: 'レコードが {records} 件です（正しくは {expected} 件）',
  damage_totals: '合計が一致しません',
  damage_too_many_records: 'その日のレコードが多すぎるためキャッシュできません',
  damage_no_directory: 'ディレクトリではありません',
  damage_unknown: '不明',
  damage_in_file: 'ファイル: {problem}',
});
