import type { DifyConfig } from '../config/config.ts';
import {
  isNewerThanKnown,
  isOlderThanKnown,
  NEWEST_KNOWN,
  OLDEST_KNOWN,
} from '../dify/dify-version.ts';
import { type DifyServer, findServer } from '../dify/find-server.ts';
import type { SessionPorts } from '../dify/session-ports.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { difyFailure } from './failure.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

/** Whether Dify itself answers there, and whether this program was measured with its version. */
export async function checkVersion(
  dify: DifyConfig,
  ports: SessionPorts,
): Promise<HopResult<DifyServer>> {
  return await orFailure(difyFailure, async () => {
    const server = await findServer(dify, ports);
    return { findings: [judge(server)], value: server };
  });
}

/** An export tries any version; what it does not understand it refuses rather than counts as zero. */
function judge({ version }: DifyServer): Finding {
  const measured = {
    version: safeText(version.text, 40),
    oldest: OLDEST_KNOWN,
    newest: NEWEST_KNOWN,
  };
  if (isOlderThanKnown(version)) {
    return warning(
      'dify_version_old',
      message('check_version_old', measured),
      message('check_version_old_cure'),
    );
  }
  if (isNewerThanKnown(version)) {
    return warning(
      'dify_version_unknown',
      message('check_version_new', measured),
      message('check_version_new_cure'),
    );
  }
  return ok(message('check_version', measured));
}
