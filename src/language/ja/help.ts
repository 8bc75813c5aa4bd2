import { help as english } from '../en/help.ts';
import { translation } from '../translation.ts';

export const help = translation(english, {
  help_usage: '使い方:',
  help_arguments: '引数:',
  help_options: 'オプション:',
  help_global_options: '共通オプション:',
  help_commands: 'コマンド:',
  help_examples: '例:',
  help_with_choices: '{description}指定できる値: {choices}。',
  help_choice: '{choice}',
  help_with_preset: '{description}値を省略した場合は {value} です。',

  help_program: `セルフホストの Dify のトークン利用量と料金を、課金 API にエクスポートします。

1 回実行して終了します。いつ実行するかは crontab で決めます。設定はオプション、環境変数、env ファイルの順に優先され、一覧は .env.example にあります。データは stdout に、その他はすべて stderr に出力します。`,
  help_option_version: 'バージョンを表示します。',
  help_option_help: 'このヘルプを表示します。',
  help_option_env_file: 'このファイルから設定を読み込みます。',
  help_option_ca_file: 'この PEM ファイルにある認証局も信頼します。',
  help_option_lang: 'この言語で表示します。ログとデータは変わりません。',
  help_option_json: '結果またはエラーを 1 つの JSON 文書として出力します。',
  help_option_quiet: '警告とエラーだけをログに出力します。',
  help_option_verbose: 'すべての手順をログに出力します。',
  help_example_check: 'すべての準備が整っているか、問題があればどうすればよいかを確認します:',
  help_example_dry_run: '今月分として送信される内容を、送信せずに確認します:',
  help_example_last_month: '先月分をすべて送信します（crontab での実行と同じ）:',
  help_example_spool_list: '送信待ちのものを確認します:',

  help_export_summary: '1 つの期間の利用を送信先に送信します。',
  help_export: `1 つの期間の利用を Dify から読み取り、送信先に送信します。

送信できなかったものはスプールに保管され、次の実行で送信されます。レコードは必ず月・週・日の全体を対象とするため、期間もその全体に広げられます。`,
  help_option_period:
    'この期間をエクスポートします。YYYY-MM、YYYY-MM-DD、last_N_days の形でも指定できます。',
  help_option_from: 'この日からエクスポートします。--to も必要です。',
  help_option_to: 'この日まで（当日を含む）エクスポートします。--from も必要です。',
  help_option_timezone: 'この IANA タイムゾーンで日・週・月を区切ります。',
  help_option_aggregate: 'この長さの期間ごとにレコードを作成します。',
  help_option_partial_buckets: '期間を広げず、途中で切れた月や週をそのまま送信します。',
  help_option_mode: 'この種類のレコードを送信します。',
  help_option_app: 'このアプリだけをエクスポートします。複数回指定できます。',
  help_option_dry_run: '送信される内容を出力し、何も変更しません。',
  help_option_plan: 'Dify へのリクエスト数と所要時間の見込みを示し、何も変更しません。',
  help_option_format: 'データをこの形式で出力します。',
  help_option_bom: 'CSV の先頭に Excel 用のバイト順マーク（BOM）を付けます。',
  help_option_output: 'データを stdout ではなくこのファイルに書き込みます。',
  help_option_strict: '仮定の値または原因不明の差異がある場合は、何も送信しません。',
  help_option_no_cache: 'すべてを Dify に問い合わせ、次の実行のために何も保存しません。',
  help_option_force: '送信先がまったく同じ内容を受領済みでも送信します。',
  help_option_catch_up:
    '直近 n 件（12）の月・週・日のうち受領記録のある最も古いもの以降で、受領記録のないものの全体を、古い順に最大 n 件エクスポートします。',
  help_option_concurrency: 'Dify へのリクエストをこの数まで同時に行います（1〜16）。',
  help_option_max_rps: 'Dify へのリクエストを 1 秒間にこの数までに制限します。',
  help_option_force_login: 'この認証情報が以前に失敗していてもサインインします。',
  help_option_lock_wait: '別の実行の終了をこの秒数まで待ちます。省略した場合は待ちません。',
  help_example_this_month: '今月の現時点までを、アプリ別に送信します:',
  help_example_week: '東京時間の 1 週間を、1 日ごとにアプリ別と合計で送信します:',
  help_example_plan: '先月を 1 日ごとに集計する場合の Dify への負荷を、事前に見積もります:',
  help_example_catch_up: 'このマシンの停止中に実行されなかった月を、すべて送信します:',
  help_example_per_model: '先月、誰がどのモデルを使ったかを表で確認します:',
  help_example_spreadsheet: '同僚が表計算ソフトで開くファイルを、何も送信せずに作成します:',

  help_check_summary: 'エクスポートに必要なものをすべて調べ、問題の対処方法を示します。',
  help_check: `エクスポートに必要なものを、1 段階ずつすべて調べます。

各段階で分かったことと、問題があればその対処方法を示します。終了ステータスはエクスポートした場合と同じです。何も変更せず、別の実行の動作中でも使えます。`,
  help_option_send_test: 'レコードのない本文を送信先に送り、受け付けられることを確かめます。',
  help_example_send_test:
    '送信先が認証トークンを受け付けることを確かめます（送信する本文にレコードはありません）:',
  help_example_check_quiet: '監視用に、問題だけを表示します:',

  help_spool_summary: '送信できなかったものを表示し、処理します。',
  help_spool: `送信できなかったものを表示し、処理します。

本文は、送信先に受け付けられるまで、送信待ちとしてスプールに残ります。恒久的に拒否されたものは rejected/ に、破損したファイルは quarantine/ に保管されます。`,
  help_spool_list: '送信待ちのもの、拒否されたもの、破損したものを一覧表示します。',
  help_spool_show: '1 つのエントリーを本文とともに表示します。',
  help_spool_retry: '送信待ちのものを今すぐ送信します（ID を指定すると拒否されたものも）。',
  help_spool_rm: 'エントリーを完全に削除します。その利用は送信されません。',
  help_argument_id: '一覧に表示される ID。',
  help_argument_ids: '一覧に表示される ID。',
  help_argument_retry_ids: '一覧に表示される ID。省略した場合は、送信待ちのものすべて。',
  help_option_yes: '確認を求めません。',

  help_cache_summary: 'Dify から読み取って保存したものを検査または削除します。',
  help_cache: `Dify から読み取って保存したものを検査または削除します。

終了した実行と過去のメッセージは変わらないため、エクスポートはそれらを状態ディレクトリに保存し、新しいものだけを Dify に問い合わせます。破損したファイルは検出され、Dify から読み直されます。`,
  help_cache_verify: 'すべてを読み取り、破損しているものを示します。',
  help_cache_clear: 'すべてを削除します。次のエクスポートは、Dify に残っているものを読み直します。',
  help_option_before:
    'UTC でこの日より前の日のものだけを削除します。ただし、各アプリの最新の日は残します。',

  help_config_summary: 'すべての設定と、その値の設定元を表示します。',
  help_config: `すべての設定の有効な値と、その設定元を表示します。

すべての誤りと、どこからも読み取られない変数も示します。シークレットは表示しません。同じオプションと環境でエクスポートすると、同じ設定が使われます。`,

  help_completion_summary: 'シェルでコマンドとオプションを補完するスクリプトを出力します。',
  help_completion: `コマンド、オプション、その値を補完するスクリプトを出力します。

このヘルプと同じ情報から作成され、設定もネットワークも必要としません。`,
  help_argument_shell: 'スクリプトを使うシェル。',
  help_example_bash: 'bash の場合（自分だけで使う）:',
  help_example_zsh: 'zsh の場合（compinit の実行前に fpath に含まれるディレクトリに置く）:',
  help_example_fish: 'fish の場合:',

  help_help: 'コマンドのヘルプを表示します。',
  help_argument_command: 'コマンドの名前。省略した場合は、プログラムのヘルプを表示します。',
});
