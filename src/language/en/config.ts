/**
 * What is wrong with the settings, and what would be right.
 *
 * No sentence repeats a value: it may be a secret at the wrong place.
 */
export const config = {
  config_heading: 'The configuration has a problem:',
  config_heading_of_many: 'The configuration has {count} problems:',
  config_error: '{heading}\n{problems}',
  config_lines: '{first}\n{rest}',
  config_line: '  {variable}: {problem} ¦{cure}',
  config_line_without_cure: '  {variable}: {problem}',
  setting_invalid: '{problem} ¦{cure}',
  unset_problem: 'It is not set.',
  unset_cure: 'Set it to {meaning}.',
  unset_cure_misspelt: 'Set it to {meaning}. Is {name} a misspelling of it?',
  unset_cure_renamed: 'Set it to {meaning}. {name}, which is set, is its former name.',
  unset_without_home_problem: 'It is not set, and without HOME there is no default.',
  given_twice_problem: 'Both {name} and {file} are set.',
  given_twice_cure: 'Remove one of the two.',
  value_file_unreadable_problem: 'The file cannot be read ({code}).',
  value_file_unreadable_cure: 'Check the path and who may read it.',
  value_file_kind_problem: 'It is neither a regular file nor a pipe.',
  value_file_kind_cure: 'Name a file, or a pipe such as <(command) or /dev/stdin.',
  value_file_size_problem: 'The file is larger than {megabytes} MB.',
  value_file_size_cure: 'Name the right one.',
  value_file_silence_problem: 'The pipe did not come to its end in time.',
  value_file_silence_cure: 'See that what writes into it writes and ends, or name a file.',
  value_file_encoding_problem: 'In line {line} the file is not UTF-8 text.',
  value_file_encoding_cure: 'Save it as UTF-8. If it already is, write that line again.',
  env_line_problem:
    'Line {line} is neither NAME=value nor a comment, so that a setting may be lost in it.',
  env_lines_problem:
    'Lines {lines} are neither NAME=value nor a comment, so that settings may be lost in them.',
  env_line_cure:
    'Write NAME=value there, put # in front, or remove it. Name, =, # and blanks have to be ASCII.',
  env_lines_cure:
    'Write NAME=value there, put # in front of them, or remove them. Name, =, # and blanks have to be ASCII.',
  env_breaks_problem: 'It has line breaks that are a carriage return alone.',
  env_breaks_cure: 'Save it with the line breaks of Unix or Windows.',
  env_hash_problem: 'In line {line} of the env file a # cuts its value off.',
  env_hash_cure:
    'Write the value between quotes if the # is part of it, or a blank before the # of a comment.',
  env_open_quote_problem:
    'In line {line} of the env file its value begins with a quote that is never closed.',
  env_open_quote_cure: 'Close it, or write the whole value between quotes of another kind.',
  env_after_quote_problem:
    'The quotes that begin in line {line} of the env file are closed in line {last}, before the end of the line, and what follows would be lost.',
  env_after_quote_cure:
    'Write the whole value between quotes that are not in it, \' or " or `, and a blank before a comment.',
  value_file_empty_problem: 'The file is empty.',
  value_file_empty_cure: 'Write the secret into it.',
  basic_auth_with_key_problem:
    'It cannot go with DIFY_ADMIN_API_KEY: both need the one header Authorization.',
  basic_auth_with_key_cure:
    'Use DIFY_EMAIL and DIFY_PASSWORD in place of the key, or an address of Dify without basic authentication.',
  two_credentials_problem: 'An admin API key and a password are both set.',
  two_credentials_cure:
    'Remove DIFY_ADMIN_API_KEY to sign in with DIFY_EMAIL, or DIFY_PASSWORD to use the key.',
  several_workspaces_problem:
    'It names several workspaces, but a password opens only the current one.',
  several_workspaces_cure: 'Name one, or use DIFY_ADMIN_API_KEY in place of the password.',
  receiver_not_https_problem:
    'It is not an https address, and token and figures would travel unencrypted.',
  receiver_not_https_cure: 'Use https://, or set EXTERNAL_API_ALLOW_HTTP=true to accept that.',
  apps_with_api_meter_problem:
    'Some apps do not make the sums of a whole day, which the format api-meter sends.',
  apps_with_api_meter_cure: 'Leave --app out, or use EXTERNAL_API_FORMAT=external-api.',
  apps_with_workspace_problem:
    'Some apps do not make a workspace total, which the mode {mode} sends.',
  apps_with_workspace_cure: 'Leave --app out, or use --mode per_app, per_user or per_model.',
  placeholder_problem: 'It is still the value of .env.example.',
  placeholder_cure: 'Write the real one.',
  region_problem: 'It is not an AWS region.',
  region_cure: 'Use a name such as ap-northeast-1.',
  basic_auth_finished_problem: 'It begins with "Basic ", as the finished header does.',
  basic_auth_finished_cure: 'Write user:password; the header is made of it.',
  basic_auth_problem: 'It is not a user name and a password with a colon in between.',
  basic_auth_cure: 'Write user:password on a single line.',
  ca_none_problem: 'The file holds no certificate in PEM form.',
  ca_none_cure:
    'Use the certificate of the authority, which begins with -----BEGIN CERTIFICATE-----; openssl x509 -inform der -in FILE makes it of a binary one.',
  ca_damaged_problem: 'Certificate {index} of {count} in the file is damaged.',
  ca_damaged_cure: 'Copy the file again.',
  origin_query_problem: 'It contains a query or fragment.',
  origin_query_cure: 'Remove everything from the ? or # on.',
  origin_service_api_problem: 'It is the address of the service API (/v1), which knows no usage.',
  origin_path_problem: 'It has a path, but the console API is at the root of its host.',
  origin_cure: 'Use the address alone, such as https://dify.example.com.',
  email_problem: 'It is not an e-mail address.',
  email_cure: 'Use the address with which the account signs in to the console.',
  header_refused_problem: 'The header {name} cannot be given: it {reason}.',
  header_refused_cure: 'Remove it.',
  header_of_connection: 'is set by the connection itself',
  header_of_body: 'describes a body, and each request says that of its own',
  header_of_part: 'asks for a part of an answer or for none, and the whole is needed',
  header_of_method: 'may make something else of a request that only reads',
  header_of_session: 'is part of the session with Dify',
  header_of_proxy: 'belongs to a proxy, whose user and password go into HTTPS_PROXY',
  header_of_dify: 'is needed by Dify; for basic authentication set DIFY_BASIC_AUTH',
  header_value_problem:
    'The value of a header is empty or has a line break or another character that no header can carry.',
  header_value_cure: 'Copy it again, without anything around it.',
  header_twice_problem: 'It has a header twice.',
  headers_problem: 'It is neither lines of "Name: value" nor a JSON object of texts.',
  headers_cure: 'Write {line}, or {object}.',
  url_problem: 'It is not an http or https address.',
  url_cure: 'Write the whole address, beginning with https:// or http://.',
  url_credentials_problem: 'It contains a user name or password.',
  url_credentials_cure: 'Remove the part before the @; credentials have variables of their own.',
  currency_problem: 'Entry {index} is not a model with its currency.',
  currency_cure: 'Write model=CUR between commas, such as deepseek-chat=CNY,qwen-*=CNY.',
  proxy_socks_problem: 'It is the address of a SOCKS proxy, which is not supported.',
  proxy_socks_cure: 'Use that of an HTTP proxy, such as http://proxy.example.com:3128.',
  proxy_problem: 'It is not the address of a proxy.',
  proxy_cure:
    'Write http://host:port or http://user:password@host:port, and characters such as @ : / # % in the password percent-encoded.',
  proxy_percent_problem:
    'Its user name or password has a % that begins no percent-encoded character.',
  proxy_percent_cure: 'Write %25 for the character %.',
  fragment_problem: 'It contains a fragment, which no request can send.',
  fragment_cure: 'Remove everything from the # on.',
  boolean_problem: 'It is neither true nor false.',
  boolean_cure: 'Use true or false.',
  number_problem: 'It is not a whole number from {min} to {max}.',
  number_cure: 'Use a number from {min} to {max}.',
  choice_problem: 'It is not a known value.',
  choice_cure: 'Use one of {choices}.',
  rate_problem: 'It is not a rate in requests per second.',
  rate_cure: 'Use a number above 0 and at most 1000, such as 5 or 0.5.',
  header_secret_problem:
    'It contains a space, a line break or another character that no header can carry.',
  header_secret_cure: 'Copy it again, without quotes and without anything around it.',
  password_problem: 'It contains a line break.',
  password_cure:
    'Write the password on a single line. If \\n is part of it, put it between single quotes in an env file.',
  state_dir_problem:
    'It is not an absolute path, and would be another directory for cron than for you.',
  state_dir_cure: 'Write the whole path, beginning with /; ~ is not understood.',
  tenant_problem: 'It is not the id of a tenant.',
  tenant_cure: 'Use the UUID that API_Meter shows, such as 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30.',
  time_zone_problem: 'It is not a time zone.',
  time_zone_cure:
    'Use a name of the IANA database, such as Asia/Tokyo or UTC; offsets like +09:00 are not names.',
  uuid_problem: 'It is not an id of Dify.',
  uuid_cure:
    'Use a UUID such as 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30; it is part of the address in the browser.',
  reference_problem: 'It is not a whole reference to AWS Secrets Manager.',
  reference_cure: 'Write aws-sm:SECRET_ID, or aws-sm:SECRET_ID#KEY for one key of a JSON secret.',
} as const;
