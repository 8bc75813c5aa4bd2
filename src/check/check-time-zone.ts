import { ExitCode } from '../cli/exit-code.ts';
import type { ReportConfig } from '../config/config.ts';
import { fetchAccountTimeZone } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import { type DifyAccess, inWorkspace } from './dify-access.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';
import { unlessDifyFails } from './unless-dify-fails.ts';

/** Each workspace with the zone in which Dify cuts its statistics. */
export type ZonedAccess = DifyAccess & { readonly accountTimeZone: string };

export type Zones = {
  /** In which days, weeks and months are cut. */
  readonly timeZone: string;
  readonly accesses: readonly ZonedAccess[];
};

/** The configured zone beside the account's, without which Dify answers no statistics. */
export async function checkTimeZone(
  { timeZone: configured, aggregation }: Pick<ReportConfig, 'timeZone' | 'aggregation'>,
  accesses: readonly DifyAccess[],
): Promise<HopResult<Zones>> {
  return await unlessDifyFails(async () => {
    const zoned: ZonedAccess[] = [];
    for (const access of accesses) {
      try {
        const accountTimeZone = await fetchAccountTimeZone(access.session);
        zoned.push({ ...access, accountTimeZone });
      } catch (error) {
        if (!(error instanceof DifyError && error.problem === 'setup')) throw error;
        return { findings: [inWorkspace(access, accesses, noZone(error))] };
      }
    }
    const zones = [...new Set(zoned.map(({ accountTimeZone }) => accountTimeZone))];
    const [first = 'UTC'] = zones;
    if (configured === undefined && zones.length > 1) return { findings: [manyZones(zones)] };
    const finding = judge(configured, zones, aggregation === 'daily');
    return { findings: [finding], value: { timeZone: configured ?? first, accesses: zoned } };
  });
}

function judge(
  configured: string | undefined,
  zones: readonly string[],
  isDaily: boolean,
): Finding {
  const accounts = zones.join(', ');
  if (configured === undefined) {
    return ok(
      `${accounts}, the account's own: whoever changes it there moves the days of the bill`,
    );
  }
  if (zones.every((zone) => zone === configured)) return ok(`${configured}, the account's too`);
  const found = `${configured}, the account's is ${accounts}`;
  if (!isDaily) return ok(`${found}, which costs nothing with such records`);
  return warning(
    'time_zones_differ',
    `${found}: daily records cost Dify one more request for each day of a chat, agent or completion app`,
    `Choose ${configured} for this account in Dify under Settings → Language → Time zone.`,
  );
}

function noZone({ message }: DifyError): Finding {
  const [found = ''] = message.split(': ');
  return failed(
    ExitCode.config,
    'account_time_zone',
    found,
    'Choose one for this account in Dify under Settings → Language → Time zone; DIFY_USAGE_TIMEZONE does not replace it.',
  );
}

function manyZones(zones: readonly string[]): Finding {
  return failed(
    ExitCode.config,
    'time_zones_many',
    `the owners of the workspaces have different time zones: ${zones.join(', ')}`,
    'Set DIFY_USAGE_TIMEZONE to the zone that is billed in.',
  );
}
