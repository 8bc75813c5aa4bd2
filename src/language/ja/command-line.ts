import { commandLine as english } from '../en/command-line.ts';
import { translation } from '../translation.ts';

export const commandLine = translation(english, {
  command_line_see_help: '{problem}¦{command} を参照してください。',
  output_unwritable:
    '--output のファイル {path} に書き込めません（{code}）。¦ディレクトリ、書き込み権限、ディスクの空き容量を確認してください。',
  confirm_cache_clear_unasked:
    'Dify で削除済みのデータはキャッシュとともに失われます。¦実行する場合は --yes を付けてください。',
  confirm_spool_rm_unasked:
    '削除した分は請求されなくなります。¦実行する場合は --yes を付けてください。',
  spool_has_no: 'スプールに {id} はありません。¦dify-usage spool list で確認してください。',
  spool_older_than_delivered:
    '送信先には {at} に {period} のより新しいエクスポートを送信済みで、{id} を送るとそれが上書きされます。¦dify-usage spool rm {id} で削除してください。',
  mistake_no_command: 'コマンドが指定されていません。',
  mistake_unknown_option: '不明なオプション「{option}」です。',
  mistake_misspelt_option: '不明なオプション「{option}」です{question}。',
  mistake_unknown_command: '不明なコマンド「{command}」です。',
  mistake_misspelt_command: '不明なコマンド「{command}」です{question}。',
  mistake_did_you_mean: '（{name} の間違いではありませんか？）',
  mistake_did_you_mean_one_of: '（次のいずれかの間違いではありませんか？ {names}）',
  mistake_missing_argument: '必須の引数「{argument}」がありません。',
  mistake_option_without_value: 'オプション「{option}」の値がありません。',
  mistake_conflict: 'オプション「{option}」はオプション「{other}」と同時に使えません。',
  mistake_too_many_arguments:
    '「{command}」の引数が多すぎます。{expected} 個のところ {given} 個指定されています。',
  mistake_more_than_one_argument:
    '「{command}」の引数が多すぎます。1 個のところ {given} 個指定されています。',
  mistake_option_value: 'オプション「{option}」の値「{value}」は正しくありません。¦{cure}',
  mistake_argument_value: '引数「{argument}」の値「{value}」は正しくありません。¦{cure}',
  mistake_choices: '指定できる値は次のとおりです: {choices}。',
  mistake_empty: '値が空です。',
  mistake_not_a_date: '2026-01-31 のような日付を指定してください。',
  mistake_not_an_entry_id: '`spool list` に表示される ID を指定してください。',
  mistake_bom_without_csv: 'オプション --bom は CSV 用です。¦--format csv を付けてください。',
  mistake_half_a_range: 'オプション --from と --to は両方必要です。¦両方の日付を指定してください。',
  app_unknown:
    'Dify の一覧にアプリ {apps} がありません。¦--app とワークスペースを確認してください。',
  interrupted:
    '{signal} により停止しました。スプールにあるものは次回の実行のために保管されています',
  stdout_unwritable: '標準出力に書き込めなかったため（{code}）、出力は不完全です。',
  bug: 'これはバグです。{stack}',
});
