import { check } from './en/check.ts';
import { commandLine } from './en/command-line.ts';
import { config } from './en/config.ts';
import { delivery } from './en/delivery.ts';
import { dify } from './en/dify.ts';
import { help } from './en/help.ts';
import { network } from './en/network.ts';
import { notices } from './en/notices.ts';
import { period } from './en/period.ts';
import { receiver } from './en/receiver.ts';
import { secrets } from './en/secrets.ts';
import { state } from './en/state.ts';
import { statuses } from './en/statuses.ts';
import { summary } from './en/summary.ts';
import { tables } from './en/tables.ts';
import { variables } from './en/variables.ts';
import { warnings } from './en/warnings.ts';
import { words } from './en/words.ts';

/**
 * Every message by its stable code, in English; the other catalogues are checked against it. A `¦`
 * divides what is wrong from what to do: the punctuation before it joins the two in a whole sentence.
 */
export const en = {
  ...check,
  ...commandLine,
  ...config,
  ...delivery,
  ...dify,
  ...help,
  ...network,
  ...notices,
  ...period,
  ...receiver,
  ...secrets,
  ...state,
  ...statuses,
  ...summary,
  ...tables,
  ...variables,
  ...warnings,
  ...words,
} as const;
