import type { Command } from './cli/command.ts';
import { createFileReader } from './cli/file-reader.ts';
import { findLanguage } from './cli/find-language.ts';
import { type NodeProcess, openHost } from './cli/open-host.ts';
import { parseCommandLine } from './cli/parse-command-line.ts';
import { reportError } from './cli/report-error.ts';
import { settleOutput } from './cli/settle-output.ts';
import { ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { loadLanguage } from './language/load-language.ts';

/**
 * Runs one command and returns its exit status (design §9).
 *
 * Everything but the command line is loaded when a command needs it, so that help and
 * version stay quick.
 */
export async function main(node: NodeProcess): Promise<ExitCode> {
  const readFile = createFileReader(node);
  const language = await findLanguage({ args: argsOf(node), env: node.env, readFile });
  const host = openHost(node, await loadLanguage(language), readFile);
  return await settleOutput(await runCommand(host), host);
}

function argsOf({ argv }: Pick<NodeProcess, 'argv'>): readonly string[] {
  return argv.slice(2);
}

async function runCommand(host: Host): Promise<ExitCode> {
  const args = argsOf(host);
  let command: Command | undefined;
  try {
    command = parseCommandLine(args, host);
    switch (command.kind) {
      case 'shown':
        return ExitCode.ok;
      case 'completion': {
        const { completionScript } = await import('./completion/completion-script.ts');
        host.stdout.write(completionScript(command.shell));
        return ExitCode.ok;
      }
      case 'export': {
        if (command.flags.plan) {
          const { runPlan } = await import('./commands/run-plan.ts');
          return await runPlan(command.flags, host);
        }
        const { runExport } = await import('./commands/run-export.ts');
        return await runExport(command.flags, host);
      }
      case 'check': {
        const { runCheck } = await import('./commands/run-check.ts');
        return await runCheck(command, host);
      }
      case 'cache-verify':
      case 'cache-clear': {
        const { runCacheCommand } = await import('./commands/run-cache-command.ts');
        return await runCacheCommand(command, host);
      }
      case 'config': {
        const { runConfig } = await import('./commands/run-config.ts');
        return await runConfig(command.flags, host);
      }
      default: {
        const { runSpoolCommand } = await import('./commands/run-spool-command.ts');
        return await runSpoolCommand(command, host);
      }
    }
  } catch (error) {
    const commandName = command?.kind.replace('-', ' ');
    return await reportError(error, { asJson: args.includes('--json'), commandName }, host);
  }
}
