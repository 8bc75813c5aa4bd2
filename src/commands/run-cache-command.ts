import { type CacheFiles, findCacheFiles, removeCacheFiles } from '../cache/clear-cache.ts';
import { verifyCache } from '../cache/verify-cache.ts';
import { toCacheDocument } from '../cli/cache-document.ts';
import { formatCacheTable } from '../cli/cache-table.ts';
import type { CacheCommand } from '../cli/command.ts';
import type { Logger } from '../cli/logger.ts';
import { writeDocument } from '../cli/write-document.ts';
import { loadConfig } from '../config/load-config.ts';
import { ExitCode } from '../exit-code.ts';
import { nodeFileSystem } from '../files/file-system.ts';
import { checkStateDirectory } from '../files/state-directory.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { configSources } from './config-sources.ts';
import { confirm } from './confirm.ts';
import { openLog } from './open-log.ts';
import { whileLocked } from './while-locked.ts';

/** `dify-usage cache verify | clear`; neither talks to anybody. */
export async function runCacheCommand(command: CacheCommand, host: Host): Promise<ExitCode> {
  const needs = { dify: false, receiver: false };
  const { config, notices } = await loadConfig({ ...configSources(command.flags, host), needs });
  const log = await openLog(config, notices, host);
  switch (command.kind) {
    case 'cache-verify':
      return await verify(config.stateDir, command.flags.json, host);
    case 'cache-clear':
      return await clear(config.stateDir, command, log, host);
  }
}

async function verify(stateDir: string, asJson: boolean, host: Host): Promise<ExitCode> {
  await checkStateDirectory(nodeFileSystem, stateDir);
  const report = await verifyCache(nodeFileSystem, stateDir);
  const status = report.damaged.length === 0 ? ExitCode.ok : ExitCode.dataError;
  if (asJson) {
    writeDocument({ command: 'cache verify', status, ...toCacheDocument(report, host.say) }, host);
  } else {
    host.stdout.write(formatCacheTable(report, stateDir, host.say));
  }
  return status;
}

async function clear(
  stateDir: string,
  command: Extract<CacheCommand, { kind: 'cache-clear' }>,
  log: Logger,
  host: Host,
): Promise<ExitCode> {
  const { before } = command;
  const { segments } = await findCacheFiles(nodeFileSystem, stateDir, before);
  const question =
    before === undefined
      ? message('confirm_cache_clear', { segments })
      : message('confirm_cache_clear_before', { segments, before });
  const stake = message('confirm_cache_clear_unasked');
  if (!command.yes && !(await confirm(question, stake, host))) {
    if (command.flags.json) report(NOTHING, true, host);
    return ExitCode.ok;
  }

  // Looked for again: while somebody was asked, a run may have added some.
  const removed = await whileLocked(stateDir, command, log, host, async () => {
    const found = await findCacheFiles(nodeFileSystem, stateDir, before);
    await removeCacheFiles(nodeFileSystem, stateDir, found);
    return found;
  });
  report(removed, command.flags.json, host);
  return ExitCode.ok;
}

const NOTHING: CacheFiles = { paths: [], segments: 0, bytes: 0, folders: [], damaged: [] };

function report({ segments, bytes, damaged }: CacheFiles, asJson: boolean, host: Host): void {
  const { say, stdout } = host;
  if (asJson) {
    const left = damaged.map(({ name, reason }) => ({ name, reason: say(reason) }));
    writeDocument({ command: 'cache clear', status: ExitCode.ok, segments, bytes, left }, host);
    return;
  }
  const lines = [
    message('cache_removed', { segments, bytes }),
    ...damaged.map(({ name, reason }) =>
      message('cache_left_alone', { name: safeText(name), reason: safeText(say(reason)) }),
    ),
  ];
  stdout.write(`${lines.map(say).join('\n')}\n`);
}
