import { checkInstallation } from '../check/check-installation.ts';
import type { Hop } from '../check/hop.ts';
import { toCheckDocument } from '../cli/check-document.ts';
import { createCheckReport } from '../cli/check-report.ts';
import type { CheckCommand } from '../cli/command.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import { writeDocument } from '../cli/write-document.ts';
import { type ExitCode, mostUrgent } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { createDispatcher } from '../http/create-dispatcher.ts';
import { thisMachine } from '../lock/machine.ts';
import { configSources } from './config-sources.ts';
import { realPorts } from './real-ports.ts';

const LIMITS = { connect: 10_000, hop: 60_000 } as const;

/** `dify-usage check`: every hop on stdout, and the status with which an export would end. */
export async function runCheck(
  { flags, sendTest, forceLogin }: CheckCommand,
  host: Host,
): Promise<ExitCode> {
  const sources = { ...configSources(flags, host), flags: { ...flags, forceLogin } };
  const report = createCheckReport({ quiet: flags.quiet }, host.say);
  const onHop = (hop: Hop) => {
    if (!flags.json) host.stdout.write(report.line(hop));
  };
  const hops = await whileInterruptible(host, (signal) =>
    checkInstallation(
      sources,
      { sendTest },
      {
        ...realPorts,
        machine: thisMachine(),
        signal,
        connect: (origin, network) => createDispatcher(origin, { ...network, connections: 1 }),
        limits: LIMITS,
        onHop,
      },
    ),
  );

  const status = mostUrgent(hops.map(({ exitCode }) => exitCode));
  if (flags.json) writeDocument(toCheckDocument(hops, status, host.say), host);
  else host.stdout.write(report.end(hops, status));
  return status;
}
