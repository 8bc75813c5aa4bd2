/** What the hops of a check have found, and what makes them right. */
export const check = {
  check_in_workspace: 'workspace {workspace}: {found}',
  check_access_proven:
    '{host} answers, refuses who has no token ({status}) and does not refuse ours',
  check_access_unproven:
    '{host} answers ({status} to HEAD), and says only to a POST whether it takes the token',
  check_access_unproven_cure: 'To prove it: dify-usage check --send-test',
  check_apps: '{count}: {modes}',
  check_apps_of_mode: '{count} {mode}',
  check_no_apps: 'the workspace has no app: there is nothing to bill',
  check_no_apps_cure: 'Check that this is the workspace whose usage is meant.',
  check_apps_not_covered: 'not covered, since their mode is not known: {apps}',
  check_and_more: '{count} more',
  check_apps_not_covered_cure:
    'Look for a newer version of this program; what these apps spend is not billed.',
  check_apps_unlistable:
    "{count} app(s) make Dify's own list fail, as a draft with an empty graph does on 1.10.0 and 1.10.1",
  check_apps_unlistable_cure: 'Delete these drafts in Dify, or upgrade it to 1.11 or later.',
  check_clock_silent: 'it does not tell the time, so that the clocks cannot be compared',
  check_clock_behind: '{seconds} s behind this machine',
  check_clock_ahead: '{seconds} s ahead of this machine',
  check_clock_same: "as this machine's",
  check_clock_wrong: '{found}: a period would be taken to have ended too early or too late',
  check_clock_cure: 'Set both clocks by NTP.',
  check_setting: '{variable}: {problem}',
  check_settings_complete: 'complete: {who}, {format}, {aggregation} {mode} records in {zone}',
  check_admin_key_for: 'the admin API key for {count} workspace(s)',
  check_accounts_zone: "the account's zone",
  check_env_file_open:
    'the env file {path} has the mode {mode}: everybody on this host may read the secrets in it',
  check_env_file_open_cure:
    'Leave it to its owner (chmod 600 {path}), or to its group as well (chmod 640).',
  check_state_open: '{path} has the mode {mode}, and others may enter it',
  check_state_open_cure: 'Let nobody else in: chmod 700 {path}',
  check_state_not_writable: '{path} cannot be written ({code})',
  check_state_full_cure: 'Free some space, or raise the quota of this user.',
  check_state_not_writable_cure:
    'Give it to the user that runs the export, or set DIFY_USAGE_STATE_DIR to a directory of theirs.',
  check_state_read_only_cure:
    'It is mounted read-only: mount a volume there, or set DIFY_USAGE_STATE_DIR to one that can be written.',
  check_state_not_made:
    '{path} is not there or out of reach, and nothing can be made in {above} ({code})',
  check_state_not_made_cure:
    'Make it and give it to the user that runs the export, or set DIFY_USAGE_STATE_DIR to a directory of theirs.',
  check_state: '{path}, mode {mode}, owner {owner}, {space}, can be written',
  check_state_to_be_made: '{path} is not there yet, the first export makes it; {space}',
  check_space_unknown: 'free space unknown',
  check_space: '{size} free',
  check_space_left: 'the disk of {path} has {size} left',
  check_space_too_little: '{found}, and a body of EXTERNAL_API_MAX_BYTES needs {needed}',
  check_space_cure: 'Free some space: what cannot be kept cannot be delivered either.',
  check_dns_address: '{host} is an address',
  check_dns: '{host} is {addresses}',
  check_proxy_none: 'none, {origin} is asked directly',
  check_proxy: '{origin} is asked through {proxy} ({variable})',
  check_tcp: 'connected to {address} port {port} in {ms} ms',
  check_tls_none: 'none, the address is http',
  check_tls: '{version}, certificate of {subject}, valid until {until}, {days} days',
  check_tls_cure: 'See that it is renewed there before it expires: nothing is sent afterwards.',
  check_lock_free: 'free',
  check_lock_left: 'free: the next run takes it over from {who}, which has ended',
  check_lock_held: 'held by {who}',
  check_lock_held_cure:
    'This passes by itself: an export would end with 75 now, or wait for that run with --lock-wait.',
  check_lock_doubtful: 'perhaps held by {who}, which cannot be seen from here',
  check_lock_doubtful_cure: 'If it has ended for certain, remove the file: rm {path}',
  check_lock_nameless: 'a run that has not said who it is',
  check_login: 'signed in as {email}',
  check_login_admin_key: 'the admin API key opens {count} workspace(s)',
  check_receipt_damaged: '{name}: {reason}',
  check_receipt_damaged_cure: 'Remove {path}: its period is sent once more, under the same keys.',
  check_receipts_none: 'none: nothing has been delivered to this receiver from here',
  check_receipts: '{count}, the last for {period} ({kind}, {zone}) delivered at {at}',
  check_receipts_open:
    '{count}, the last for {period} ({kind}, {zone}), still open then, delivered at {at}',
  check_retention_runs_none_older: 'runs: no app is older than the period, from {start}',
  check_retention_conversations_none_older:
    'conversations: no app is older than the period, from {start}',
  check_retention_runs_none: 'runs: none is listed of the apps that were there before {start}',
  check_retention_conversations_none:
    'conversations: none is listed of the apps that were there before {start}',
  check_retention_runs: 'runs: the oldest that Dify lists is of {day}, {days} days ago',
  check_retention_conversations:
    'conversations: the oldest that Dify lists is of {day}, {days} days ago',
  check_retention_before: '{found}, before the period, from {start}',
  check_retention_later:
    '{found}, later than the start of the period on {start}; Dify does not tell whether there were none before or they were cleaned up',
  check_retention_emptied:
    "{found}, and it has no messages any more: Dify's cleanup has probably taken them",
  check_retention_cure:
    'If WORKFLOW_LOG_CLEANUP_ENABLED or ENABLE_CLEAN_MESSAGES is on in Dify, export every day: what was read once stays in the bill.',
  check_period_not_begun:
    'The period of {variable} has not begun anywhere. ¦Choose one that starts today or earlier.',
  check_role_unknown: 'unknown role',
  check_role: '{role}, may read all {count} kinds of data that were asked for',
  check_role_may_not: '{role}, may not read {names}',
  check_role_cure: 'Give the Dify account the role editor or higher in this workspace.',
  check_zone_of_account:
    "{zones}, the account's own: whoever changes it there moves the days of the bill",
  check_zone_same: "{zone}, the account's too",
  check_zone_other: "{zone}, the account's is {zones}",
  check_zone_costs_nothing: '{found}, which costs nothing with such records',
  check_zone_costs:
    '{found}: daily records cost Dify one more request for each day of a chat, agent or completion app',
  check_zone_costs_cure:
    'Choose {zone} for this account in Dify under Settings → Language → Time zone.',
  check_zone_none_cure:
    'Choose one for this account in Dify under Settings → Language → Time zone; DIFY_USAGE_TIMEZONE does not replace it.',
  check_zones_many: 'the owners of the workspaces have different time zones: {zones}',
  check_zones_many_cure: 'Set DIFY_USAGE_TIMEZONE to the zone that is billed in.',
  check_version: 'Dify {version}, measured are {oldest} to {newest}',
  check_version_old:
    'Dify {version} is older than any version that was measured ({oldest} to {newest})',
  check_version_old_cure: 'Upgrade Dify, or compare the first bill with its own statistics.',
  check_version_new:
    'Dify {version} is newer than any version that was measured ({oldest} to {newest})',
  check_version_new_cure:
    'Look for a newer version of this program, or compare the first bill with the statistics of Dify.',
  check_other_workspace: 'the account is in {current}, not in DIFY_WORKSPACE_ID {wanted}',
  check_other_workspace_cure:
    'Switch it in the browser, since this program never does, or use an account of its own.',
  check_token_refused: '{host} refused the token ({status})',
  check_token_refused_cure:
    'Correct EXTERNAL_API_TOKEN; for API_Meter the tenant too. If it is right, prove it with check --send-test.',
  check_receiver_redirects:
    '{host} redirects to {to} ({status}), and the token follows no redirect',
  check_receiver_redirects_cure: 'Set EXTERNAL_API_URL to the final address.',
  check_receiver_unavailable_cure:
    'Nothing is lost: what cannot be delivered waits in the spool. If it lasts, ask who runs the receiver.',
  check_receiver_nothing_there: '{host} has nothing at {path} ({status})',
  check_receiver_nothing_there_cure:
    'Correct EXTERNAL_API_URL, which is used as it is. If it is right, prove it with check --send-test.',
  check_spool_empty: 'empty',
  check_spool_waiting: '{count} wait(s), the oldest of {period} for {age}',
  check_spool_waiting_after: '{count} wait(s), the oldest of {period} for {age}; {error}',
  check_spool_waiting_cure:
    'The next export sends them; make the receiver reachable, or look at spool list.',
  check_spool_full: 'it takes no more: {reasons}',
  check_spool_many: 'it holds {count} of at most {limit} bodies',
  check_spool_large: 'it holds {bytes} of at most {limit} bytes',
  check_spool_old: 'a body has waited for more than {age}',
  check_spool_full_cure:
    'Make the receiver reachable, or look at dify-usage spool list and remove with spool rm.',
  check_spool_other: '{count} wait(s) for another receiver than the configured one',
  check_spool_other_cure:
    'Send them to this one with dify-usage spool retry ID, or remove them with spool rm ID.',
  check_spool_rejected: '{count} that the receiver has refused for good',
  check_spool_rejected_cure:
    'See why with dify-usage spool list; send them again with spool retry ID, or remove them.',
  check_spool_damaged: '{count} damaged file(s), which cannot be sent',
  check_spool_damaged_cure:
    'See why with dify-usage spool list, export their periods again with --force, then remove them.',
  check_minutes: '{count} min',
  check_hours: '{count} h',
  check_days: '{count} days',
  check_not_tried: 'not tried, since something before it failed',
  check_hung: 'it did not end within {seconds} s',
  check_hung_cure:
    'Look at what is slow there, the disk or the network in between, and check again.',
  check_slow: 'slow: {requests}',
  check_slow_request: '{route} took {seconds} s',
  check_slow_cure:
    'An export makes many such requests. Look at what Dify and its database are at work with; {variable} says how long one may take.',
  check_test_accepted: 'a body without records was accepted ({status})',
  check_test_accepted_said: 'a body without records was accepted ({status}): {said}',
  check_test_limit_cure: 'Ask who runs the receiver for its limit: this body has less than 1 kB.',
  check_test_outage_cure: 'If it lasts, ask who runs the receiver.',
  check_test_protocol_cure:
    'Check that EXTERNAL_API_URL is the receiver itself, and EXTERNAL_API_FORMAT its format.',
  check_test_proven:
    'the token is accepted: without it the answer is {bare}, with it only the body without records is refused ({status})',
  check_test_unproven:
    '{problem}; it says {bare} to who has no token, so that nothing is known of ours',
  check_test_unproven_cure:
    'Nothing to do if it refuses a body for want of records: the first export shows the rest.',
  check_gone_cure: 'Check again; if that lasts, look for a newer version of this program.',
  check_newer_cure:
    'Look for a newer version of this program: this Dify may be newer than it knows.',
  check_running_cure: 'Check that it runs and what stands in between.',
  check_can_run: 'An export can run: no failure, {warnings} warning(s), {untried} not tried.',
  check_failures:
    '{failures} failure(s), {warnings} warning(s), {untried} not tried; status {status}.',
  check_group_machine: 'This machine',
  check_group_dify: 'Dify',
  check_group_receiver: 'Receiver',
  check_group_deliveries: 'Deliveries',
  check_title_configuration: 'configuration',
  check_title_state_directory: 'state directory',
  check_title_lock: 'lock',
  check_title_proxy: 'proxy',
  check_title_dns: 'DNS',
  check_title_tcp: 'TCP',
  check_title_tls: 'TLS',
  check_title_version: 'version',
  check_title_clock: 'clock',
  check_title_login: 'login',
  check_title_workspace: 'workspace',
  check_title_time_zone: 'time zone',
  check_title_apps: 'apps',
  check_title_role: 'role',
  check_title_retention: 'log retention',
  check_title_access: 'access',
  check_title_test: 'test body',
  check_title_spool: 'spool',
  check_title_receipts: 'receipts',
  check_zone_missing:
    'the Dify account at {host} has no time zone, and Dify answers its statistics with errors then',
  check_zone_strange:
    'the Dify account at {host} has a time zone that is no IANA name, and Dify answers its statistics with errors then',
} as const;
