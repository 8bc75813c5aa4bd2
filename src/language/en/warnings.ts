/** What a person should know although it may not fail the run. */
export const warnings = {
  warning_time_zone_changed:
    "The last delivery was cut in {former} and this one is in {now}, the Dify account's own time zone, so that days and months begin at another hour: set DIFY_USAGE_TIMEZONE, and export the periods again that the bill is to have in it.",
  warning_delivered_period_corrected:
    'The period was delivered at {deliveredAt} and is sent again, since Dify tells otherwise now: {changes}.',
  warning_correction: '{period} {tokens} tokens, {price} {currency}',
  warning_records_withdrawn:
    '{records} record(s) with {tokens} tokens that were delivered are not part of this export any more, such as {key}: a receiver that overwrites record by record bills them still, so remove them there.',
  warning_receipt_damaged: 'The receipt {name} is damaged and not used: {reason}.',
  warning_spool_file_damaged:
    'The file {name} of the spool is damaged and now in quarantine/: {reason}.',
  warning_waits_for_other_receiver:
    '{bodies} body(ies) wait in the spool for another address ({id} for {target}): send them to this one with dify-usage spool retry ID, or remove them.',
  warning_receiver_already_has_key:
    'The receiver says it already has the body {id}, which was never sent before.',
  warning_app: 'App {name}',
  warning_app_withheld: '{app} is withheld: {reason}.',
  warning_app_deleted_since:
    '{app} is deleted in Dify: what was read of it before stays in the bill.',
  warning_deleted_app_unread:
    '{app} is deleted in Dify, and what it spent was not read before, or not finally: {stretches}.',
  warning_stretch: 'from {from} to {to}',
  warning_more_stretches: '{count} more',
  warning_app_deleted: '{app} was deleted in Dify while it was read.',
  warning_app_not_covered: '{app} is not covered: its mode {mode} is not known.',
  warning_apps_unlistable:
    "{apps} app(s) break Dify's own app list: delete or repair the workflow draft that was imported incompletely, or upgrade Dify to 1.11.",
  warning_difference_unexplained:
    "{app}, {period}: Dify's statistics differ by {tokens} tokens in {runs} run(s), and no known reason fits.",
  warning_detail: '{app}, {period}: {tokens} tokens {cause}.',
  warning_maybe_debug:
    '{runs} run(s) with {tokens} tokens are tool children of account runs and may be debug; they are billed.',
  warning_dify_version_unknown:
    'Dify {version} is newer than any version this program was measured with.',
  warning_api_meter_withheld:
    'Nothing of this period is sent: API_Meter overwrites whole days, and without the apps that could not be read every day may be too small.',
  warning_api_meter_two_currencies:
    '{date}, {provider} {model}: {tokens} tokens are not sent, because they were paid in {currencies}, and API_Meter has one amount for them.',
  warning_two: '{first} and {rest}',
  residual: '{app}, {period}: {amount} {cause}.',
  residual_tokens: '{tokens} tokens',
  residual_tokens_unknown: 'tokens unknown',
  residual_runs: '{runs} run(s) ({amount})',
  residual_deleted_conversations:
    'were in conversations that are deleted, and only the statistics know of them',
  residual_runs_cleaned_up: 'were deleted by log cleanup',
  residual_runs_without_log: 'crashed or were still running and have no log',
  residual_messages_unreadable: 'cannot be read, because a file of a message is missing in Dify',
  residual_child_app_not_exported:
    'belong to an app called as a tool that is not part of this export',
  residual_price_unknown: 'have no price in Dify',
  assumption_bucket:
    '{app}: {tokens} tokens lie in an hour that clocks passed twice, which Dify cannot divide; they are billed in {period}.',
  assumption_model:
    "{app}: {tokens} tokens are billed as of a model that Dify does not confirm: the app's present one, or one in another currency that only the price tells.",
  assumption_currency_of_present_model:
    '{app}: {currency} is the currency of its present model {model}, which may not be the only one it used.',
  assumption_currency:
    '{app}: Dify does not tell the currency of {model}: {currency} is assumed; set DIFY_USAGE_MODEL_CURRENCY.',
  assumption_currency_likely_rmb:
    "{app}: Dify does not tell the currency of {model}: {currency} is assumed, although Dify's plugin prices this provider in RMB; set DIFY_USAGE_MODEL_CURRENCY.",
  assumption_unknown_model: 'an unknown model',
  clock_ahead: "The clock of {who} is {seconds} s ahead of this machine's: set both by NTP.",
  clock_behind: "The clock of {who} is {seconds} s behind this machine's: set both by NTP.",
  clock_receiver: 'the receiver',
  warning_next_correction: '{first}; {rest}',
} as const;
