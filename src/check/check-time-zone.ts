import type { ReportConfig } from '../config/config.ts';
import { fetchAccountTimeZone } from '../dify/account.ts';
import { DifyError } from '../dify/dify-error.ts';
import { ExitCode } from '../exit-code.ts';
import { message } from '../language/message.ts';
import { type DifyAccess, inWorkspace } from './dify-access.ts';
import { difyFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

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
  return await orFailure(difyFailure, async () => {
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
  if (configured === undefined) {
    return ok(message('check_zone_of_account', { zones }));
  }
  if (zones.every((zone) => zone === configured)) {
    return ok(message('check_zone_same', { zone: configured }));
  }
  const found = message('check_zone_other', { zone: configured, zones });
  if (!isDaily) return ok(message('check_zone_costs_nothing', { found }));
  return warning(
    'time_zones_differ',
    message('check_zone_costs', { found }),
    message('check_zone_costs_cure', { zone: configured }),
  );
}

function noZone({ host, told }: DifyError): Finding {
  const isMissing = typeof told === 'object' && told.code === 'account_no_time_zone';
  return failed(
    ExitCode.config,
    'account_time_zone',
    message(isMissing ? 'check_zone_missing' : 'check_zone_strange', { host }),
    message('check_zone_none_cure'),
  );
}

function manyZones(zones: readonly string[]): Finding {
  return failed(
    ExitCode.config,
    'time_zones_many',
    message('check_zones_many', { zones }),
    message('check_zones_many_cure'),
  );
}
