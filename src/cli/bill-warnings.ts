import type { Bill } from '../commands/build-bill.ts';
import { chain } from '../language/chain.ts';
import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { Residual } from '../usage/findings.ts';
import { appName } from './app-name.ts';
import { appWarnings } from './app-warnings.ts';
import { assumptionWarning } from './assumption-warning.ts';
import { clockWarning } from './clock-warning.ts';
import { isUrgentNote } from './detail-notes.ts';
import { formatSigned } from './formats/format-signed.ts';
import type { Warning } from './warning.ts';

/** What is doubtful about a bill, in the order in which it matters. */
export function billWarnings(bill: Bill): Warning[] {
  const { usage, report } = bill;
  const { dify, results } = usage;
  const warnings: Warning[] = [];
  const warn = (code: string, text: Message) => warnings.push({ code, text });

  warnings.push(...results.flatMap(appWarnings));
  if (usage.unlistableApps > 0) {
    const apps = usage.unlistableApps;
    warn('apps_unlistable', message('warning_apps_unlistable', { apps }));
  }
  for (const difference of report.differences.filter(({ cause }) => cause === 'unexplained')) {
    const { bucket: period, runs } = difference;
    const app = appNameOf(results, difference.appId);
    const tokens = formatSigned(difference.tokens);
    warn(
      'difference_unexplained',
      message('warning_difference_unexplained', { app, period, tokens, runs }),
    );
  }
  for (const residual of report.residuals) {
    const app = appNameOf(results, residual.appId);
    warn(`missing_${residual.cause}`, describeResidual(residual, app));
  }
  for (const assumption of report.assumptions) warnings.push(assumptionWarning(assumption));
  for (const { app, certainty } of report.apps) {
    for (const { bucket: period, cause, tokens } of certainty.notes.filter(isUrgentNote)) {
      const why = message(`detail_${cause}`);
      const values = { app: appName(app.name), period, tokens, cause: why };
      warn(cause, message('warning_detail', values));
    }
  }
  warnings.push(...meterWarnings(bill));
  if (report.maybeDebug.runs > 0) {
    const { runs, tokens } = report.maybeDebug;
    warn('maybe_debug', message('warning_maybe_debug', { runs, tokens }));
  }
  if (dify.isNewerThanKnown) {
    const version = dify.version.text;
    warn('dify_version_unknown', message('warning_dify_version_unknown', { version }));
  }
  warnings.push(...clockWarning('Dify', dify.clockSkewMs));
  return warnings;
}

function meterWarnings({ meter, isWorkspaceComplete }: Bill): Warning[] {
  if (meter === undefined) return [];
  if (!isWorkspaceComplete) {
    return [{ code: 'api_meter_withheld', text: message('warning_api_meter_withheld') }];
  }
  return meter.refused.map(({ usageDate, provider, model, currencies, tokens }) => {
    const paidIn = currencies.map((currency) => safeText(currency, 10));
    return {
      code: 'api_meter_two_currencies',
      text: message('warning_api_meter_two_currencies', {
        date: usageDate,
        provider: safeText(provider, 60),
        model: safeText(model, 60),
        tokens,
        currencies: chain('warning_two', paidIn),
      }),
    };
  });
}

function describeResidual({ bucket, cause, tokens, runs }: Residual, app: Message): Message {
  const amount =
    tokens === undefined
      ? message('residual_tokens_unknown')
      : message('residual_tokens', { tokens });
  return message('residual', {
    app,
    period: bucket,
    amount: runs === 0 ? amount : message('residual_runs', { runs, amount }),
    cause: message(`residual_${cause}`),
  });
}

function appNameOf(results: Bill['usage']['results'], appId: string): Message {
  return appName(results.find(({ app }) => app.id === appId)?.app.name ?? appId);
}
