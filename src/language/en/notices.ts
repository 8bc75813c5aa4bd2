/** What works but should be known about the settings. */
export const notices = {
  notice_receiver_over_http:
    'The token and the figures travel unencrypted to the receiver; its specification demands https. ¦Use https as soon as the receiver has it.',
  notice_bearer_prefix:
    'The token begins with "Bearer ", which is added anyway; what follows is used. ¦Leave "Bearer " out.',
  notice_ca_unusable: 'Node.js does not trust what it names. {problem} ¦{cure}',
  notice_one_kind_of_record:
    'It is ignored: the format api-meter has one kind of record. ¦Leave it out.',
  notice_always_daily:
    'It is ignored: the records of the format api-meter are always daily. ¦Leave it out.',
  notice_cron_schedule:
    'This program does not schedule itself: the crontab says when it runs. ¦Write it into the crontab and remove it here.',
  notice_tls_verified:
    'It has no effect: certificates are always verified. ¦Name the authority that signed them with --ca-file.',
  notice_ca_too_late:
    'It has no effect in an env file, because Node.js reads it when it starts: ¦set it in the environment, or use --ca-file.',
  notice_credential_outranked:
    'The file of that name in $CREDENTIALS_DIRECTORY is not used, because {origin} is set. ¦Remove one of the two.',
  notice_aws_variable_unseen:
    'It has no effect in an env file, because the AWS SDK reads the environment alone. ¦Set it in the environment.',
  notice_variable_unknown:
    'No setting has this name, so that it has no effect. ¦Correct its name, or remove it.',
  notice_variable_misspelt:
    'No setting has this name, so that it has no effect. ¦Is {nearest} meant?',
  notice_variable_renamed: 'It has another name here, so that it has no effect. ¦Call it {name}.',
  notice_variable_repeated:
    'Line {last} of the env file outranks line {line}, which sets it to another value. ¦Remove one of the two.',
  notice_variable_gone:
    'The key of an app cannot read usage, so that it has no effect. ¦Set DIFY_EMAIL and DIFY_PASSWORD, or DIFY_ADMIN_API_KEY.',
  notice_variable_obsolete: 'It is obsolete, so that it has no effect. ¦Remove it.',
} as const;
