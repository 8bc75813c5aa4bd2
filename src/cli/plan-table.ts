import type { Duration } from 'date-fns';
import { formatDuration } from 'date-fns/formatDuration';
import type { ExportPlan } from '../commands/plan-export.ts';
import { type Message, message, type Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Estimate } from '../plan/estimates.ts';
import type { AppPlan } from '../plan/plan-workspace.ts';
import { safeText } from '../text/safe-text.ts';
import { durationWords } from './duration-words.ts';
import { fitWidth } from './formats/display-width.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';

const WIDEST_NAME = 40;
const UNKNOWN = '?';
const NOT_ASKED = '-';

type Column = {
  readonly title: string;
  /** On which side a cell is filled up. */
  readonly side: 'left' | 'right';
  readonly cell: (app: AppPlan) => string;
  /** In the last lines: of the session, and of everything. */
  readonly session?: (plan: ExportPlan) => Text;
  readonly total?: (plan: ExportPlan) => Text;
};

const COLUMNS: readonly Column[] = [
  {
    title: 'app',
    side: 'right',
    cell: ({ app }) => fitWidth(safeText(app.name), WIDEST_NAME),
    session: () => message('plan_session'),
    total: () => message('plan_total'),
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
export function formatPlanTable(plan: ExportPlan, say: Say): string {
  const columns = COLUMNS.map(({ title, side, cell, session, total }) => {
    const last = [session?.(plan) ?? '', total?.(plan) ?? ''].map(say);
    return padCells([title, ...plan.apps.map(cell), ...last], side);
  });
  return `${[...joinColumns(columns), '', ...summarize(plan, say).map(say)].join('\n')}\n`;
}

function summarize(plan: ExportPlan, say: Say): Message[] {
  const { requests, duration, pace, period, source, askedRequests: asked } = plan;
  const [{ session }] = source.workspaces;
  const { latencyMs, concurrency, maxRps } = pace;
  const rest = plan.apps.filter(({ kind }) => kind === 'withheld').length + plan.unlistableApps;
  const each = { latency: formatLatency(latencyMs), asked, concurrency };
  return [
    message('plan_dify', {
      version: session.version.text,
      host: session.host,
      period: period.nominal,
      zone: source.timeZone,
    }),
    message('plan_expected', {
      requests: requests.expected,
      range: formatRange(requests),
      time: formatTime(duration.expected, say),
    }),
    maxRps === undefined
      ? message('plan_pace', each)
      : message('plan_pace_limited', { ...each, maxRps }),
    ...(plan.assumesOneCurrency ? [message('plan_one_currency')] : []),
    ...(rest === 0 ? [] : [message('plan_unknown_apps', { apps: rest })]),
    message('plan_nothing_done'),
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
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}

const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** As exactly as such an expectation can be. */
function formatTime(ms: number, say: Say): string {
  const seconds = Math.max(1, Math.round(ms / SECOND_MS));
  return formatDuration(roundTime(seconds), { locale: durationWords(say) });
}

function roundTime(seconds: number): Duration {
  if (seconds < 2 * MINUTE_S) return { seconds };
  if (seconds < 2 * HOUR_S) return { minutes: Math.round(seconds / MINUTE_S) };
  return { hours: Math.round((seconds / HOUR_S) * 10) / 10 };
}
