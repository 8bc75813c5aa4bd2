import { formatDuration } from 'date-fns/formatDuration';
import type { ExportPlan } from '../commands/plan-export.ts';
import type { Estimate } from '../plan/estimates.ts';
import type { AppPlan } from '../plan/plan-workspace.ts';
import { fitWidth } from './formats/display-width.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';
import { safeText } from './safe-text.ts';

const WIDEST_NAME = 40;
const UNKNOWN = '?';
const NOT_ASKED = '-';

type Column = {
  readonly title: string;
  /** On which side a cell is filled up. */
  readonly side: 'left' | 'right';
  readonly cell: (app: AppPlan) => string;
  /** In the last lines: of the session, and of everything. */
  readonly session?: (plan: ExportPlan) => string;
  readonly total?: (plan: ExportPlan) => string;
};

const COLUMNS: readonly Column[] = [
  {
    title: 'app',
    side: 'right',
    cell: ({ app }) => fitWidth(safeText(app.name), WIDEST_NAME),
    session: () => 'signing in, listing apps',
    total: () => 'total',
  },
  { title: 'mode', side: 'right', cell: ({ app }) => fitWidth(safeText(app.mode), WIDEST_NAME) },
  { title: 'runs', side: 'left', cell: expects(({ runs }) => String(runs)) },
  {
    title: 'messages',
    side: 'left',
    cell: expects(({ messages }) => (messages === undefined ? NOT_ASKED : String(messages))),
  },
  {
    title: 'conversations',
    side: 'left',
    cell: expects(({ conversations }) => String(conversations)),
  },
  { title: 'windows', side: 'left', cell: expects(({ windows }) => formatRange(windows)) },
  {
    title: 'requests',
    side: 'left',
    cell: formatRequests,
    session: ({ sessionRequests }) => String(sessionRequests),
    total: ({ requests }) => String(requests.expected),
  },
];

/** What an export is going to ask of Dify, app by app, for a person. */
export function formatPlanTable(plan: ExportPlan): string {
  const columns = COLUMNS.map(({ title, side, cell, session, total }) =>
    padCells([title, ...plan.apps.map(cell), session?.(plan) ?? '', total?.(plan) ?? ''], side),
  );
  return `${[...joinColumns(columns), '', ...summarize(plan)].join('\n')}\n`;
}

function summarize(plan: ExportPlan): string[] {
  const { requests, duration, pace, period, source, askedRequests } = plan;
  const [{ session }] = source.workspaces;
  const limit = pace.maxRps === undefined ? '' : `, at most ${pace.maxRps} a second`;
  const rest = plan.apps.filter(({ kind }) => kind === 'withheld').length + plan.unlistableApps;
  return [
    `Dify ${session.version.text} at ${session.host}, ${period.nominal} (${source.timeZone})`,
    `Expected: ${requests.expected} requests (${formatRange(requests)}) in about ${formatTime(duration.expected)}`,
    `  at ${formatLatency(pace.latencyMs)} each, the median of ${askedRequests} that this plan made, and ${pace.concurrency} at once${limit}.`,
    ...(plan.assumesOneCurrency
      ? ['More when workflows turn out to be priced in another currency than chat apps.']
      : []),
    ...(rest === 0 ? [] : [`Without ${rest} app(s) that Dify did not tell anything about.`]),
    'Plan: nothing was exported, sent or stored.',
  ];
}

type Expectation = Extract<AppPlan, { kind: 'planned' }>['expects'];

function expects(cell: (expectation: Expectation) => string): Column['cell'] {
  return (plan) => (plan.kind === 'planned' ? cell(plan.expects) : NOT_ASKED);
}

function formatRequests(plan: AppPlan): string {
  switch (plan.kind) {
    case 'planned':
      return String(plan.requests.expected);
    case 'withheld':
      return UNKNOWN;
    case 'gone':
    case 'not_covered':
      return '0';
  }
}

function formatRange({ least, most }: Estimate): string {
  return least === most ? String(least) : `${least}..${most}`;
}

function formatLatency(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** As exactly as such an expectation can be. */
function formatTime(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / SECOND_MS));
  if (seconds < 2 * MINUTE_S) return formatDuration({ seconds });
  if (seconds < 2 * HOUR_S) return formatDuration({ minutes: Math.round(seconds / MINUTE_S) });
  return formatDuration({ hours: Math.round((seconds / HOUR_S) * 10) / 10 });
}
