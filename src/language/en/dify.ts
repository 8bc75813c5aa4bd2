/** What Dify answers instead of what was asked for, and what to do. */
export const dify = {
  dify_refusal: '{host}: {problem}',
  dify_too_much:
    '{host} answered {endpoint} with too much data; ¦look for a newer version of dify-usage',
  dify_invalid_json:
    '{host} answered {endpoint} with {status} and no valid JSON; the answer may have been cut on its way; ¦look at what stands in front of Dify if that lasts',
  dify_forbidden:
    '{endpoint} is forbidden ({reason}): ¦give the Dify account the role editor or higher in this workspace',
  dify_not_there: '{endpoint} does not exist ({reason})',
  dify_method:
    '{endpoint} is not allowed with this method ({reason}); ¦look for a newer version of dify-usage',
  dify_limited:
    '{endpoint} is limited by something in front of Dify ({reason}); ¦raise that limit, or use --max-rps',
  dify_failed_inside:
    "{endpoint} failed inside Dify ({reason}); ¦look at the logs of Dify's api container",
  dify_answered: '{endpoint} was answered with {reason}; ¦look for a newer version of dify-usage',
  dify_reason: '{status} {code}',
  dify_account_not_initialized:
    'the Dify account is invited but not set up: ¦sign in once in the browser and complete the profile',
  dify_parameter:
    'a parameter of {endpoint} was refused ({reason}); ¦look for a newer version of dify-usage',
  dify_request:
    'the request of {endpoint} was refused ({reason}); ¦look for a newer version of dify-usage',
  dify_not_set_up: 'Dify is not set up yet: ¦finish its installation in the browser',
  dify_licence: "Dify's enterprise licence is not valid: ¦renew it",
  dify_account_banned: 'the Dify account is banned: ¦use another account',
  dify_account_gone:
    'the Dify account is gone or belongs to no workspace: ¦use another account, or invite it to a workspace',
  dify_workspace_archived: 'the workspace of the Dify account is archived: ¦use another account',
  dify_session_refused:
    'the session was refused at {endpoint}: ¦let cookies and the headers Authorization and X-CSRF-Token pass through what stands in front of Dify',
  dify_tunnel_cure:
    "give the headers that lead past a tunnel's login page in DIFY_EXTRA_HEADERS, or correct them",
  dify_address_cure: 'set DIFY_API_BASE_URL to the address that serves Dify without a redirect',
  dify_either_cure: '{cure}; or {other}',
  dify_redirects: '{host} redirects to {to} ({status}): ¦{cure}',
  dify_another_address: 'another address',
  dify_basic_auth:
    '{host} demands basic authentication in front of Dify ({status}): ¦set DIFY_BASIC_AUTH to user:password, or correct it',
  dify_refused_in_front:
    'Something in front of Dify refused the request at {host} ({status}): ¦{cure}; check DIFY_API_BASE_URL too',
  dify_gateway:
    "{host} answered {endpoint} with {status} and {what} of the gateway in front: Dify's API is down, starting or overloaded; ¦look at the logs of its api container if that lasts",
  dify_html: 'an HTML page',
  dify_no_json: 'no JSON',
  dify_no_route: 'Dify at {host} has no route {endpoint}; ¦look for a newer version of dify-usage',
  dify_foreign:
    "{host} answered {endpoint} with {status} and {what}: this is not Dify's console API. ¦Check DIFY_API_BASE_URL and any proxy or login page in front of Dify; {cure}",
  dify_no_session:
    '{host} accepted the login but gave no session; ¦look for a newer version of dify-usage',
  login_unknown_account: 'no account has the e-mail of DIFY_EMAIL: ¦correct it',
  login_no_workspace: 'the account of DIFY_EMAIL belongs to no active workspace: ¦invite it to one',
  login_switched_off:
    'signing in by e-mail and password is switched off: ¦use DIFY_ADMIN_API_KEY, or set ENABLE_EMAIL_PASSWORD_LOGIN=true in Dify',
  login_wrong:
    'DIFY_EMAIL or DIFY_PASSWORD is wrong; ¦correct them, since Dify locks the account for 24 hours after six wrong attempts',
  login_banned: 'the account of DIFY_EMAIL is banned: ¦use another account',
  login_frozen: 'the account of DIFY_EMAIL was deleted less than 30 days ago: ¦use another account',
  login_locked:
    'the account of DIFY_EMAIL is locked after too many wrong attempts; it opens 24 hours after the last one: ¦wait for that, or use another account',
  login_limit:
    'Dify cannot give the account of DIFY_EMAIL a workspace, since the limit is reached: ¦raise it, or use another account',
  login_malformed:
    'DIFY_EMAIL is no e-mail address, or DIFY_PASSWORD has fewer than eight characters or no letter or digit: ¦correct them',
  login_refused_before:
    '{host} refused DIFY_EMAIL and DIFY_PASSWORD at {at} ({code}), and they have not changed since: ¦correct them, or try once more with --force-login',
  login_refused:
    '{host} refused the login with DIFY_EMAIL and DIFY_PASSWORD ({code}): ¦correct them',
  login_session_lost:
    '{host} ended the session twice in one run: ¦give the exporter an account of its own',
  login_too_old_for_basic_auth:
    'Dify at {host} is older than 1.9.2 and needs the header Authorization, which DIFY_BASIC_AUTH takes: ¦upgrade Dify, or let this host reach /console/api without basic authentication',
  admin_key_unsupported:
    'Dify {version} at {host} cannot serve an admin API key (1.9.2 to 1.10.1 ask it for a CSRF token): ¦use DIFY_EMAIL and DIFY_PASSWORD, or upgrade Dify to 1.11 or later',
  admin_key_refused:
    '{host} refused the admin API key: ¦check DIFY_ADMIN_API_KEY, DIFY_WORKSPACE_ID ({workspace}) and that ADMIN_API_KEY_ENABLE=true is set in Dify',
  dify_no_version:
    '{host} does not say which Dify version it is: ¦let the header X-Version pass through the proxy in front of Dify',
  dify_no_console_api: '{host} has no Dify console API: ¦check DIFY_API_BASE_URL',
  dify_shape:
    '{host} answered {endpoint} in a shape that is not known: {field} should be {wanted}; ¦look for a newer version of dify-usage',
  account_strange_time_zone:
    'the Dify account at {host} has a time zone that is no IANA name, and Dify answers its statistics with errors then: ¦choose one in Dify under Settings → Language → Time zone',
  account_no_time_zone:
    'the Dify account at {host} has no time zone, and Dify answers its statistics with errors then: ¦choose one in Dify under Settings → Language → Time zone',
  account_no_workspace:
    'the Dify account at {host} has no current workspace: ¦sign in once in the browser and choose one',
  account_other_workspace:
    'the Dify account at {host} is in the workspace {current}, not in DIFY_WORKSPACE_ID {wanted}: ¦switch it in the browser, since this program never does, or use an account of its own',
  account_different_zones:
    'the owners of the workspaces at {host} have different time zones: ¦set DIFY_USAGE_TIMEZONE',
  account_zone_changed:
    'the time zone of the Dify account at {host} was changed while it was read, so that nothing of this run can be trusted; ¦run it again',
  account_workspace_switched:
    'the workspace of the Dify account at {host} was switched while it was read, so that nothing of this run can be trusted: ¦give the exporter an account of its own',
  dify_asks_to_wait:
    '{host} asks to be left alone for {seconds} s, which is longer than this run waits; ¦run it again after that',
  reading_cursor_ignored:
    '{host} gives the same page of {endpoint} again and again: its run storage ignores the cursor, so that older runs cannot be listed',
  reading_other_rows:
    '{host} showed other rows of {endpoint} in every reading; ¦run it again when Dify is less busy',
  reading_changed:
    '{host} changed {endpoint} under every one of {count} readings: its total and its items never agreed; ¦run it again when Dify is less busy',
  reading_no_date:
    "{host} gives statistics without a date: ¦load the time zone tables of Dify's MySQL database (mysql_tzinfo_to_sql)",
  reading_beyond_sum:
    '{host} gives counts in {endpoint} whose sum is beyond 2^53; ¦look for a newer version of dify-usage',
  reading_too_few_runs:
    '{host} counts {counted} runs of the app {app} in {period} and lists only {listed}; ¦run it again later',
  reading_file_missing:
    "{host} cannot show a conversation, because a file of one of its messages is missing in Dify's storage",
  reading_app_denied:
    '{host} denied the app {app} and then listed it: the workspace of the account was switched meanwhile; ¦give the exporter an account of its own',
  reading_run_unfinished:
    '{host} does not show yet all that the run {run} of the app {app} executed; ¦run it again later',
} as const;
