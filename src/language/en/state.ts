/** What is wrong with the state directory, its lock and its files. */
export const state = {
  lock_held: 'Another run is at work in {directory}: {who}; ¦wait for its end, or use --lock-wait',
  lock_in_doubt:
    'Another run may be at work in {directory}: {who}. It cannot be seen from here; ¦if it has ended for certain, remove the file: {command}',
  lock_holder: 'process {pid} on {host}, since {since}',
  lock_holder_by_file: '{who}, by the file {path}',
  lock_holder_silent: 'it has not said who it is',
  lock_file_unclear: '{path} cannot be understood',
  state_unusable: 'Cannot use {path}: {reason}',
  state_symbolic_link: 'it is a symbolic link; ¦configure the real directory',
  state_no_directory:
    'it is not a directory; ¦remove it, or configure another DIFY_USAGE_STATE_DIR',
  state_broken_path:
    'its path leads to no directory ({code}): a part of it is a file, or a disk that is not mounted; ¦mend that part, or configure another DIFY_USAGE_STATE_DIR',
  state_other_owner:
    'it belongs to user {owner} and this is user {user}; ¦run as that user or configure DIFY_USAGE_STATE_DIR',
  state_refused: 'the system refused ({code}); ¦configure a writable DIFY_USAGE_STATE_DIR',
  state_unreadable: 'it cannot be read ({code}); ¦check its owner and mode',
  state_newer_format:
    'it is of format {format}, written by a newer version of dify-usage; ¦upgrade again',
  write_failed: 'Could not write {path}: {reason}',
  write_no_space: 'no space is left ({code}); ¦free some and run again',
  write_no_permission:
    'no permission to write there ({code}); ¦check DIFY_USAGE_STATE_DIR and its owner',
  write_refused: 'the system refused ({code}); ¦check the disk',
  write_unknown: 'for an unknown reason; ¦check the disk',
  spool_no_space:
    'The disk of {path} has {free} bytes left, and {needed} are needed: ¦free some and run again',
  spool_too_many:
    'The spool holds {entries} of at most {limit} bodies: ¦make the receiver reachable, or look at dify-usage spool list and remove with spool rm',
  spool_too_large:
    'The spool holds {bytes} of at most {limit} bytes: ¦make the receiver reachable, or look at dify-usage spool list and remove with spool rm',
  spool_too_old:
    'The body {id} of {period} waits in the spool for {days} days: ¦make the receiver reachable, or look at dify-usage spool list and remove with spool rm',
  damage_in_spool_file: 'The spool file {name} is damaged: {reason}',
  damage_name: 'its name is not that of an entry',
  damage_other_id: 'its name tells another id than its text',
  damage_no_plain_file: 'it is not a plain file',
  damage_at: '{place}: {problem}',
  damage_header: 'the header',
  damage_footer: 'the footer',
  damage_bytes: 'the body has {bytes} bytes and should have {expected}',
  damage_checksum: 'the checksum does not match',
  damage_empty: 'it is empty',
  damage_no_json: 'it is not JSON',
  damage_other_receipt: 'it is not a receipt of its name',
  damage_unreadable: 'it cannot be read ({code})',
  damage_other_segment: 'it is of another Dify, app or day',
  damage_too_large: 'it is far too large',
  damage_not_whole: 'it is not whole',
  damage_cut: 'it was cut',
  damage_newer_segment: 'it is of format {format}, written by a newer version of dify-usage',
  damage_part_no_json: '{part} is not JSON',
  damage_part_invalid: '{part} is not valid',
  damage_record: 'record {number}',
  damage_record_order: 'record {number} is out of order',
  damage_record_day: 'record {number} is of another day',
  damage_count: 'it holds {records} records and should hold {expected}',
  damage_totals: 'the totals do not match',
  damage_too_many_records: 'the day has too many records to be cached',
  damage_no_directory: 'it is not a directory',
  damage_unknown: 'unknown',
  damage_in_file: 'the file: {problem}',
} as const;
