import type { SettingFlags } from '../cli/command.ts';
import { type ConfigReport, toSettingsDocument } from '../cli/settings-document.ts';
import { formatSettingsTable } from '../cli/settings-table.ts';
import { writeDocument } from '../cli/write-document.ts';
import { ConfigError } from '../config/config-error.ts';
import { describeSettings } from '../config/describe-settings.ts';
import { loadSettings } from '../config/load-settings.ts';
import { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import { configSources } from './config-sources.ts';

/** `dify-usage config`: what an export with the same options would use. It asks neither end. */
export async function runConfig(flags: SettingFlags, host: Host): Promise<ExitCode> {
  const needs = { dify: true, receiver: true };
  const settings = await loadSettings({ ...configSources(flags, host), needs });
  const { problems, notices } = settings.reader;
  const error = problems.length > 0 ? new ConfigError(problems) : undefined;
  const status = error?.exitCode ?? ExitCode.ok;

  const report: ConfigReport = { settings: describeSettings(settings, flags), problems, notices };
  if (flags.json) {
    writeDocument(toSettingsDocument(report, status, host.say), host);
    return status;
  }
  host.stdout.write(formatSettingsTable(report.settings, flags.envFile, host.say));
  for (const { variable, text } of notices) {
    const notice = message('settings_notice', { variable, notice: text });
    host.stderr.write(`${host.say(notice)}\n`);
  }
  if (error !== undefined) throw error;
  return status;
}
