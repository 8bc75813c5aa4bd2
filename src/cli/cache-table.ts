import type { CacheReport, VerifiedApp } from '../cache/verify-cache.ts';
import { fitWidth } from './formats/display-width.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';
import { safeText } from './safe-text.ts';

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
export function formatCacheTable({ apps, damaged }: CacheReport): string {
  if (apps.length + damaged.length === 0) return 'The cache is empty.\n';

  const columns = COLUMNS.map(({ title, side, cell }) =>
    padCells([title, ...apps.map(cell)], side),
  );
  const lines = [
    ...(apps.length === 0 ? [] : [...joinColumns(columns), summarize(apps)]),
    ...(damaged.length === 0 ? [] : [`Damaged (${damaged.length}):`]),
    ...damaged.map(({ name, reason }) => `  ${safeText(name)}: ${safeText(reason)}`),
    damaged.length === 0
      ? 'All of them are whole.'
      : 'The next export that needs what is damaged asks Dify again, and names what Dify has deleted.',
  ];
  return `${lines.join('\n')}\n`;
}

function summarize(apps: readonly VerifiedApp[]): string {
  const days = apps.reduce((sum, app) => sum + app.days, 0);
  const bytes = apps.reduce((sum, app) => sum + app.bytes, 0);
  const [oldest = ''] = apps.map(({ firstDay }) => firstDay).sort();
  return `${days} segment(s), ${bytes} bytes, the oldest of ${oldest}.`;
}
