import { state as english } from '../en/state.ts';
import { translation } from '../translation.ts';

export const state = translation(english, {
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
  state_broken_path:
    'パスがディレクトリに通じていません（{code}）。途中にファイルがあるか、ディスクがマウントされていません。¦その部分を直すか、別の DIFY_USAGE_STATE_DIR を設定してください',
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
