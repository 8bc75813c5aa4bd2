import { safeText } from '../cli/safe-text.ts';
import type { DifyConfig } from '../config/config.ts';
import type { SessionPorts } from '../dify/dify-session.ts';
import {
  isNewerThanKnown,
  isOlderThanKnown,
  NEWEST_KNOWN,
  OLDEST_KNOWN,
} from '../dify/dify-version.ts';
import { type DifyServer, findServer } from '../dify/find-server.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { unlessDifyFails } from './unless-dify-fails.ts';

const RANGE = `${OLDEST_KNOWN} to ${NEWEST_KNOWN}`;

/** Whether Dify itself answers there, and whether this program was measured with its version. */
export async function checkVersion(
  dify: DifyConfig,
  ports: SessionPorts,
): Promise<HopResult<DifyServer>> {
  return await unlessDifyFails(async () => {
    const server = await findServer(dify, ports);
    return { findings: [judge(server)], value: server };
  });
}

/** An export tries any version; what it does not understand it refuses rather than counts as zero. */
function judge({ version }: DifyServer): Finding {
  const text = `Dify ${safeText(version.text, 40)}`;
  if (isOlderThanKnown(version)) {
    return warning(
      'dify_version_old',
      `${text} is older than any version that was measured (${RANGE})`,
      'Upgrade Dify, or compare the first bill with its own statistics.',
    );
  }
  if (isNewerThanKnown(version)) {
    return warning(
      'dify_version_unknown',
      `${text} is newer than any version that was measured (${RANGE})`,
      'Look for a newer version of this program, or compare the first bill with the statistics of Dify.',
    );
  }
  return ok(`${text}, measured are ${RANGE}`);
}
