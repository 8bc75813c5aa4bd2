import { ExitCode } from '../exit-code.ts';
import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';

type Actor =
  | 'caller'
  | 'developer'
  | 'nobody'
  | 'nobody_unless_it_lasts'
  | 'operator'
  | 'operator_now';

type ExitStatus = {
  readonly code: ExitCode;
  readonly meaning: Message;
  readonly actor: Message;
};

/** What each exit status means, and who has to act. */
export const exitStatusTable: readonly ExitStatus[] = [
  row('ok', 'nobody'),
  row('commandLine', 'caller'),
  row('dataError', 'developer'),
  row('unavailable', 'nobody_unless_it_lasts'),
  row('internal', 'developer'),
  row('cannotSpool', 'operator_now'),
  row('outputLost', 'caller'),
  row('spooled', 'nobody_unless_it_lasts'),
  row('protocol', 'operator'),
  row('noPermission', 'operator'),
  row('config', 'operator'),
  row('hungUp', 'nobody'),
  row('interrupted', 'nobody'),
  row('terminated', 'nobody'),
];

function row(name: keyof typeof ExitCode, actor: Actor): ExitStatus {
  return {
    code: ExitCode[name],
    meaning: message(`status_${name}`),
    actor: message(`actor_${actor}`),
  };
}

/** The table as every `--help` ends with it. */
export function formatExitStatusTable(say: Say): string {
  const lines = joinColumns([
    exitStatusTable.map(({ code }) => `  ${String(code).padStart(3)}`),
    padCells(
      exitStatusTable.map(({ meaning }) => say(meaning)),
      'right',
    ),
    exitStatusTable.map(({ actor }) => say(actor)),
  ]);
  return [say(message('statuses_heading')), ...lines].join('\n');
}
