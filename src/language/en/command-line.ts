/** What is wrong with how the program was called. */
export const commandLine = {
  command_line_see_help: '{problem} ¦See {command}.',
  output_unwritable:
    'The file {path} of --output cannot be written ({code}): ¦check its directory, who may write there, and the space on its disk.',
  confirm_cache_clear_unasked:
    'What Dify has deleted since is lost with the cache: ¦confirm with --yes.',
  confirm_spool_rm_unasked: 'What is removed is lost for the bill: ¦confirm with --yes.',
  spool_has_no: 'The spool holds no {id}: ¦see dify-usage spool list.',
  spool_older_than_delivered:
    'The receiver got a newer export of {period} at {at}, which {id} would overwrite: ¦remove it with dify-usage spool rm {id}.',
  mistake_no_command: 'There is no command.',
  mistake_unknown_option: "Unknown option '{option}'.",
  mistake_misspelt_option: "Unknown option '{option}' {question}",
  mistake_unknown_command: "Unknown command '{command}'.",
  mistake_misspelt_command: "Unknown command '{command}' {question}",
  mistake_did_you_mean: '(Did you mean {name}?)',
  mistake_did_you_mean_one_of: '(Did you mean one of {names}?)',
  mistake_missing_argument: "Missing required argument '{argument}'.",
  mistake_option_without_value: "Option '{option}' argument missing.",
  mistake_conflict: "Option '{option}' cannot be used with option '{other}'.",
  mistake_too_many_arguments:
    "Too many arguments for '{command}'. Expected {expected} arguments but got {given}.",
  mistake_more_than_one_argument:
    "Too many arguments for '{command}'. Expected 1 argument but got {given}.",
  mistake_option_value: "Option '{option}' argument '{value}' is invalid. ¦{cure}",
  mistake_argument_value:
    "Command-argument value '{value}' is invalid for argument '{argument}'. ¦{cure}",
  mistake_choices: 'Allowed choices are {choices}.',
  mistake_empty: 'It is empty.',
  mistake_not_a_date: 'Use a date such as 2026-01-31.',
  mistake_not_an_entry_id: 'Use an id that `spool list` shows.',
  mistake_bom_without_csv: 'The option --bom is for CSV: ¦add --format csv.',
  mistake_half_a_range: 'The options --from and --to need each other: ¦give both days.',
  app_unknown: 'Dify lists no app {apps}: ¦check --app and the workspace.',
  interrupted: 'Stopped by {signal}; what was spooled is kept for the next run',
  stdout_unwritable: 'Standard output could not be written ({code}) and is not whole.',
  bug: 'This is a bug. {stack}',
} as const;
