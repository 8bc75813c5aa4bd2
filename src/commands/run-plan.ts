import type { ExportFlags } from '../cli/command.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import { toPlanDocument } from '../cli/plan-document.ts';
import { formatPlanTable } from '../cli/plan-table.ts';
import { loadConfig } from '../config/load-config.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode, mostUrgent } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type Message, message } from '../language/message.ts';
import { textOf } from '../language/told-error.ts';
import { safeText } from '../text/safe-text.ts';
import { logEvent } from './log-event.ts';
import { type PlanResult, planExport } from './plan-export.ts';
import { configSources, openLog, realPorts, withDispatchers } from './run-ports.ts';

/**
 * `dify-usage export --plan`: says on stdout what the export would cost. It needs no receiver and
 * no lock, and writes nothing but the mark of a refused login.
 */
export async function runPlan(flags: ExportFlags, host: Host): Promise<ExitCode> {
  const needs = { dify: true, receiver: false } as const;
  const { config, notices } = await loadConfig({ ...configSources(flags, host), needs });
  const log = await openLog(config, notices, host);
  const { dify, report, stateDir } = config;

  const target = { origin: dify.origin, connections: dify.concurrency };
  const result = await whileInterruptible(host, (signal) =>
    withDispatchers(config, [target], async ([dispatcher]) => {
      if (dispatcher === undefined) throw new TypeError('There is no connection to Dify');
      return await planExport(config, {
        ...realPorts,
        signal,
        dispatcher,
        stateDir,
        cache: flags.noCache ? 'none' : 'read',
        onEvent: (event) => logEvent(log, event),
      });
    }),
  );

  const status = mostUrgent(planExitCodes(result));
  if (flags.json) {
    host.stdout.write(`${JSON.stringify(toPlanDocument(result, report.mode, status, host.say))}\n`);
  } else if (result.kind === 'planned') {
    host.stdout.write(formatPlanTable(result, host.say));
  }
  if (!flags.json)
    for (const line of listFailures(result)) host.stderr.write(`${host.say(line)}\n`);
  return status;
}

/** As the export would end, as far as it can be seen from here. */
function planExitCodes(result: PlanResult): ExitCode[] {
  if (result.kind === 'failed') return [difyExitCode(result.error)];
  return [
    ...result.apps.flatMap((app) => (app.kind === 'withheld' ? [difyExitCode(app.error)] : [])),
    ...(result.unlistableApps > 0 ? [ExitCode.unavailable] : []),
  ];
}

function listFailures(result: PlanResult): Message[] {
  if (result.kind === 'failed') {
    return [message('summary_dify_failed', { reason: textOf(result.error) })];
  }
  return result.apps.flatMap((plan) =>
    plan.kind === 'withheld'
      ? [
          message('plan_app_failed', {
            app: safeText(plan.app.name),
            reason: textOf(plan.error),
          }),
        ]
      : [],
  );
}
