/** Which files the program reads and writes, for the manual. */
export const stateFiles: readonly { readonly path: string; readonly meaning: string }[] = [
  {
    path: '/etc/dify-usage.env',
    meaning: 'Where the examples have the settings of --env-file; its owner alone should read it.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/spool/',
    meaning: 'Bodies that the receiver has not acknowledged yet, one file each.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/rejected/',
    meaning: 'Bodies that the receiver refuses for good, with the reason.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/quarantine/',
    meaning: 'Damaged files of the spool, with the reason.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/receipts/',
    meaning: 'What the receiver has acknowledged, one file for each exported period.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/cache/',
    meaning: 'What cannot change any more in Dify, one file for each app and day.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/login-refused-*.json',
    meaning:
      'That Dify has refused a login, one file for each account, so that no run tries it again until ' +
      'it is corrected, or with --force-login. The password cannot be told from it.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/run.lock',
    meaning: 'Which run is at work with the directory.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/run-*.sock',
    meaning:
      'By which other runs find out that it still is, where they cannot see it. A run that ends ' +
      'takes its own along.',
  },
  {
    path: '$DIFY_USAGE_STATE_DIR/**/*.tmp',
    meaning: 'What a killed run had not written to its end yet; a later run removes it.',
  },
];
