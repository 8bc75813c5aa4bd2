/** What the state directory holds, for the manual. */
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
    path: '$DIFY_USAGE_STATE_DIR/run.lock',
    meaning: 'Which run is at work with the directory.',
  },
];
