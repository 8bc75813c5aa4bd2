import type { CacheReport, VerifiedApp } from '../cache/verify-cache.ts';
import { type Message, message, type Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { safeText } from '../text/safe-text.ts';
import { fitWidth } from './formats/display-width.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';

const WIDEST_NAME = 40;

type Column = {
  readonly title: string;
  /** On which side a cell is filled up. */
  readonly side: 'left' | 'right';
  readonly cell: (app: VerifiedApp) => string;
};

const COLUMNS: readonly Column[] = [
  { title: 'app', side: 'right', cell: ({ app }) => fitWidth(safeText(app.name), WIDEST_NAME) },
  { title: 'mode', side: 'right', cell: ({ app }) => fitWidth(safeText(app.mode), WIDEST_NAME) },
  { title: 'first', side: 'right', cell: ({ firstDay }) => firstDay },
  { title: 'last', side: 'right', cell: ({ lastDay }) => lastDay },
  { title: 'days', side: 'left', cell: ({ days }) => String(days) },
  { title: 'records', side: 'left', cell: ({ records }) => String(records) },
  { title: 'tokens', side: 'left', cell: ({ tokens }) => String(tokens) },
];

/** What the cache holds and what of it is damaged, for a person. */
export function formatCacheTable(
  { apps, damaged }: CacheReport,
  stateDir: string,
  say: Say,
): string {
  if (apps.length + damaged.length === 0) {
    return `${say(message('cache_empty', { directory: safeText(stateDir) }))}\n`;
  }

  const columns = COLUMNS.map(({ title, side, cell }) =>
    padCells([title, ...apps.map(cell)], side),
  );
  const count = damaged.length;
  const lines: Text[] = [
    ...(apps.length === 0 ? [] : [...joinColumns(columns), summarize(apps)]),
    ...(count === 0 ? [] : [message('cache_damaged', { count })]),
    ...damaged.map(({ name, reason }) =>
      message('cache_damaged_file', { name: safeText(name), reason: safeText(say(reason)) }),
    ),
    message(count === 0 ? 'cache_whole' : 'cache_damage_is_read_again'),
  ];
  return `${lines.map(say).join('\n')}\n`;
}

function summarize(apps: readonly VerifiedApp[]): Message {
  const segments = apps.reduce((sum, app) => sum + app.days, 0);
  const bytes = apps.reduce((sum, app) => sum + app.bytes, 0);
  const [oldest = ''] = apps.map(({ firstDay }) => firstDay).sort();
  return message('cache_summary', { segments, bytes, oldest });
}
