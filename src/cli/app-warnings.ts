import type { AppResult } from '../collect/collect-app.ts';
import { type Message, message } from '../language/message.ts';
import { textOf } from '../language/told-error.ts';
import type { Instant } from '../period/period.ts';
import type { Stretch } from '../period/stretch.ts';
import { safeText } from '../text/safe-text.ts';
import { appName } from './app-name.ts';
import type { Warning } from './warning.ts';

/** Why not all that an app spent may be in the bill; nothing of an app that was read whole. */
export function appWarnings(result: AppResult): Warning[] {
  const app = appName(result.app.name);
  switch (result.kind) {
    case 'withheld': {
      const reason = textOf(result.error);
      return [{ code: 'app_withheld', text: message('warning_app_withheld', { app, reason }) }];
    }
    case 'gone':
      return [{ code: 'app_deleted', text: message('warning_app_deleted', { app }) }];
    case 'not_covered': {
      const mode = safeText(result.app.mode, 30);
      return [{ code: 'app_not_covered', text: message('warning_app_not_covered', { app, mode }) }];
    }
    case 'complete':
      return deletedAppWarnings(app, result);
  }
}

function deletedAppWarnings(
  app: Message,
  { isDeleted, unknown }: Extract<AppResult, { kind: 'complete' }>,
): Warning[] {
  const warnings: Warning[] = [];
  if (isDeleted) {
    const text = message('warning_app_deleted_since', { app });
    warnings.push({ code: 'app_deleted_since', text });
  }
  if (unknown.length > 0) {
    const text = message('warning_deleted_app_unread', {
      app,
      stretches: describeStretches(unknown),
    });
    warnings.push({ code: 'deleted_app_unread', text });
  }
  return warnings;
}

const SHOWN_STRETCHES = 5;
const MINUTE_MS = 60_000;

/** In whole minutes of UTC. */
function describeStretches(stretches: readonly Stretch[]): Message[] {
  const shown = stretches
    .slice(0, SHOWN_STRETCHES)
    .map(({ from, to }) =>
      message('warning_stretch', { from: toMinute(from), to: toMinute(to + MINUTE_MS - 1) }),
    );
  const count = stretches.length - shown.length;
  return count === 0 ? shown : [...shown, message('warning_more_stretches', { count })];
}

function toMinute(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}
