import { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import type { StandardStream } from './standard-stream.ts';

/** The status of a run whose output has gone where it was sent, or else says that it has not. */
export async function settleOutput(
  status: ExitCode,
  host: Host & { readonly stdout: StandardStream },
): Promise<ExitCode> {
  const failure = await host.stdout.settle();
  if (failure === undefined) return status;

  const code = 'code' in failure ? String(failure.code) : failure.name;
  host.stderr.write(`dify-usage: ${host.say(message('stdout_unwritable', { code }))}\n`);
  // What else went wrong is more urgent, but for a delivery that the next run makes up for.
  return status === ExitCode.ok || status === ExitCode.spooled ? ExitCode.outputLost : status;
}
