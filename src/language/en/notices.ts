/** What works but should be known about the settings. */
export const notices = {
  notice_receiver_over_http:
    'The token and the figures travel unencrypted to the receiver; its specification demands https.',
  notice_bearer_prefix:
    'The token begins with "Bearer ", which is added anyway; what follows is used.',
  notice_ca_unusable: 'Node.js does not trust what it names. {problem} {cure}',
  notice_one_kind_of_record: 'It is ignored: the format api-meter has one kind of record.',
  notice_always_daily: 'It is ignored: the records of the format api-meter are always daily.',
  notice_cron_schedule: 'This program does not schedule itself: the crontab says when it runs.',
  notice_tls_verified:
    'It has no effect: certificates are always verified. Name the authority that signed them with --ca-file.',
  notice_ca_too_late:
    'It has no effect in an env file, because Node.js reads it when it starts: set it in the environment, or use --ca-file.',
  notice_credential_outranked:
    'The file of that name in $CREDENTIALS_DIRECTORY is not used, because {origin} is set.',
  notice_aws_variable_unseen:
    'It has no effect in an env file, because the AWS SDK reads the environment alone.',
  notice_variable_unknown: 'No setting has this name, so that it has no effect.',
  notice_variable_misspelt:
    'No setting has this name, so that it has no effect. Is {nearest} meant?',
} as const;
