/** What became of the bodies in the spool, and of a catch-up. */
export const delivery = {
  delivery_accepted: 'Delivered {records} record(s) of {period}: {said}',
  delivery_accepted_after_attempts:
    'Delivered {records} record(s) of {period} after {attempts} attempts: {said}',
  delivery_already_received: 'the receiver already had them',
  delivery_said_nothing: 'accepted',
  delivery_partly: 'Partly delivered: other bodies of {period} are not at the receiver yet.',
  delivery_rejected:
    'Rejected for good: {records} record(s) of {period}, kept as rejected/ {id}: {reason}',
  delivery_quarantined: 'Quarantined: {name}: {reason}',
  delivery_deferred: 'Not delivered, {bodies} body(ies) kept for the next run: {reason}',
  delivery_for_other_receiver:
    '{bodies} body(ies) for another receiver wait in the spool: send them to this one with spool retry ID, or remove them.',
  catch_up_no_receipt:
    'Catch-up: no receipt of such an export yet, so that only the last period is exported.',
  catch_up_nothing_missing: 'Catch-up: no period without a receipt since {since}.',
  catch_up_missing: 'Catch-up: {periods} period(s) without a receipt since {since}.',
  catch_up_missing_more:
    'Catch-up: {periods} period(s) without a receipt since {since}, of which this run takes {taken}.',
  catch_up_untried:
    '{periods} later period(s) wait for the next run, so that none overtakes this one.',
  catch_up_status: '  {period}: status {status}',
  catch_up_outcome: '  {period}: {outcome}',
  catch_up_warning: '    Warning: {warning}',
  catch_up_unchanged: 'unchanged since {since}',
  catch_up_nothing: 'nothing to report',
  catch_up_delivered: 'delivered in {bodies} body(ies)',
} as const;
