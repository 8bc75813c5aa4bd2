/** What `--help` says, around the names and the examples that are the same in every language. */
export const help = {
  help_usage: 'Usage:',
  help_arguments: 'Arguments:',
  help_options: 'Options:',
  help_global_options: 'Global Options:',
  help_commands: 'Commands:',
  help_examples: 'Examples:',
  help_with_choices: '{description} (choices: {choices})',
  help_choice: '"{choice}"',
  help_with_preset: '{description} (preset: "{value}")',

  help_program: `Exports the token usage and cost of a self-hosted Dify to a billing API.

It runs once and ends: the crontab says when. Settings come from options, the environment and an
env file, in this order; .env.example lists them. Data goes to stdout, everything else to stderr.`,
  help_option_version: 'Print the version.',
  help_option_help: 'Print this help.',
  help_option_env_file: 'Read settings from this file.',
  help_option_ca_file: 'Trust the certificate authorities in this PEM file too.',
  help_option_lang: 'Speak this language; logs and data stay as they are.',
  help_option_json: 'Print the result, or the error, as one JSON document.',
  help_option_quiet: 'Log only warnings and errors.',
  help_option_verbose: 'Log every step.',
  help_example_check: 'See whether everything is in place, and what to do where it is not:',
  help_example_dry_run: 'See what would be sent for this month, without sending it:',
  help_example_last_month: 'Send the whole last month, as the crontab does:',
  help_example_spool_list: 'See what waits to be delivered:',

  help_export_summary: 'Send the usage of a period to the receiver.',
  help_export: `Reads the usage of a period from Dify and sends it to the receiver.

What cannot be delivered is kept in the spool and sent by the next run. A record always covers a
whole month, week or day, so the period is widened to whole ones.`,
  help_option_period: 'Export this period, or one such as YYYY-MM, YYYY-MM-DD or last_N_days.',
  help_option_from: 'Export from this day on; needs --to.',
  help_option_to: 'Export up to this day, itself included; needs --from.',
  help_option_timezone: 'Cut days, weeks and months in this IANA zone.',
  help_option_aggregate: 'Make records that span this long.',
  help_option_partial_buckets: 'Send cut months or weeks instead of widening the period.',
  help_option_mode: 'Send records of this kind.',
  help_option_app: 'Export only this app; may be given several times.',
  help_option_dry_run: 'Print what would be sent and change nothing.',
  help_option_plan:
    'Say how many requests to Dify and how much time it would take, and change nothing.',
  help_option_format: 'Print the data in this format.',
  help_option_bom: 'Begin the CSV with a byte order mark, for Excel.',
  help_option_output: 'Write the data to this file instead of stdout.',
  help_option_strict: 'Send nothing when a figure is assumed or a difference is unexplained.',
  help_option_no_cache: 'Ask Dify for everything, and keep nothing of it for the next run.',
  help_option_force: 'Send it although the receiver has acknowledged exactly this before.',
  help_option_catch_up:
    'Export the whole months, weeks or days that have no receipt, from the earliest of the last n (12) that has one on; oldest first, at most n.',
  help_option_concurrency: 'Make up to this many requests to Dify at once, 1 to 16.',
  help_option_max_rps: 'Make at most this many requests to Dify per second.',
  help_option_force_login: 'Sign in although these credentials have failed before.',
  help_option_lock_wait: 'Wait this long for another run to end; by default not at all.',
  help_example_this_month: 'This month so far, per app:',
  help_example_week: 'The days of one week in Tokyo, per app and in total:',
  help_example_plan: 'How much the days of last month would ask of Dify, before it is asked:',
  help_example_catch_up: 'Every month that was missed, because this machine was down:',
  help_example_per_model: 'Who used which model last month, to look at:',
  help_example_spreadsheet: 'A file for the spreadsheet of a colleague, without sending anything:',

  help_check_summary:
    'Look at everything that an export needs, and name the cure of what is wrong.',
  help_check: `Looks at everything that an export needs, one hop after the other.

Says for each what was found and, where something is wrong, what to do. It ends as an export would,
changes nothing, and works while another run is at work.`,
  help_option_send_test:
    'Post a body without records to the receiver, to prove that it lets us in.',
  help_example_send_test:
    'Prove that the receiver takes the token; the body that is posted has no records:',
  help_example_check_quiet: 'Only what is wrong, for a monitor:',

  help_spool_summary: 'Show and mend what could not be delivered.',
  help_spool: `Shows and mends what could not be delivered.

Bodies wait in the spool until the receiver accepts them. Those that it refuses for good are kept
in rejected/, damaged files in quarantine/.`,
  help_spool_list: 'List what waits, what was rejected and what is damaged.',
  help_spool_show: 'Print one entry with its body.',
  help_spool_retry: 'Send what waits now; with ids also what was rejected.',
  help_spool_rm: 'Remove entries for good: their usage is not delivered.',
  help_argument_id: 'The id that the list shows.',
  help_argument_ids: 'The ids that the list shows.',
  help_argument_retry_ids: 'The ids that the list shows; without any, all that wait.',
  help_option_yes: 'Do not ask for confirmation.',

  help_cache_summary: 'Check or remove what was kept of Dify.',
  help_cache: `Checks or removes what was kept of Dify.

Finished runs and past messages do not change, so an export keeps them in the state directory and
asks Dify only for what is new. Damaged files are noticed and read from Dify again.`,
  help_cache_verify: 'Read everything and name what is damaged.',
  help_cache_clear:
    'Remove everything: the next export reads again from Dify what is not deleted there.',
  help_option_before:
    'Remove only what is of UTC days before this one, but for the newest day of each app.',

  help_config_summary: 'Show every setting, and where its value is from.',
  help_config: `Shows every setting with the value in effect, and where it is from.

It names everything that is wrong, and variables that nobody reads. Secrets are never shown. An
export with the same options and environment would use the same settings.`,

  help_completion_summary: 'Print a script that completes commands and options in a shell.',
  help_completion: `Prints a script that completes commands, options and their values.

It is made of the same source as this help, and needs neither settings nor network.`,
  help_argument_shell: 'The shell that the script is for.',
  help_example_bash: 'bash, for you alone:',
  help_example_zsh: 'zsh, in a directory that fpath has before compinit runs:',
  help_example_fish: 'fish:',

  help_help: 'Print the help of a command.',
  help_argument_command: 'Its name; without any, the help of the program.',
} as const;
