import type { ExportFlags } from '../cli/command.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import { toPlanDocument } from '../cli/plan-document.ts';
import { formatPlanTable } from '../cli/plan-table.ts';
import { writeDocument } from '../cli/write-document.ts';
import { loadConfig } from '../config/load-config.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode, mostUrgent } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type Message, message } from '../language/message.ts';
import { textOf } from '../language/told-error.ts';
import { safeText } from '../text/safe-text.ts';
import { configSources } from './config-sources.ts';
import { logEvent } from './log-event.ts';
import { openLog } from './open-log.ts';
import { type PlanResult, planExport } from './plan-export.ts';
import { realPorts } from './real-ports.ts';
import { withDispatcher } from './with-dispatcher.ts';

/**
 * `dify-usage export --plan`: says on stdout what the export would cost. It needs no receiver and
 * no lock, and writes nothing but the mark of a refused login.
 */
export async function runPlan(flags: ExportFlags, host: Host): Promise<ExitCode> {
  const needs = { dify: true, receiver: false } as const;
  const { config, notices } = await loadConfig({ ...configSources(flags, host), needs });
  const log = await openLog(config, notices, host);
  const { dify, report, stateDir } = config;

  const result = await whileInterruptible(host, (signal) =>
    withDispatcher(dify.origin, dify.concurrency, config, (dispatcher) =>
      planExport(config, {
        ...realPorts,
        signal,
        dispatcher,
        stateDir,
        cache: flags.noCache ? 'none' : 'read',
        onEvent: (event) => logEvent(log, event),
      }),
    ),
  );

  const status = mostUrgent(planExitCodes(result));
  if (flags.json) {
    writeDocument(toPlanDocument(result, report.mode, status, host.say), host);
    return status;
  }
  if (result.kind === 'planned') host.stdout.write(formatPlanTable(result, host.say));
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
