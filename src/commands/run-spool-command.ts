import type { GlobalFlags, SpoolCommand } from '../cli/command.ts';
import type { Logger } from '../cli/logger.ts';
import {
  type ShownFile,
  toSpoolListDocument,
  toSpoolRemovalDocument,
  toSpoolShowDocument,
} from '../cli/spool-document.ts';
import { formatSpoolTable } from '../cli/spool-table.ts';
import { writeDocument } from '../cli/write-document.ts';
import { loadConfig } from '../config/load-config.ts';
import { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { noteRemoval } from '../receipts/note-removal.ts';
import type { FoundFile } from '../spool/find-files.ts';
import { REASON_SUFFIX } from '../spool/quarantine-file.ts';
import { readEntry } from '../spool/read-entry.ts';
import { readText } from '../spool/read-text.ts';
import { removeFiles } from '../spool/remove-files.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { parseEntry } from '../spool/spool-entry.ts';
import { SpoolEntryError } from '../spool/spool-entry-error.ts';
import { safeLines } from '../text/safe-lines.ts';
import { configSources } from './config-sources.ts';
import { confirm } from './confirm.ts';
import { findByName } from './find-by-name.ts';
import { openLog } from './open-log.ts';
import { readListing } from './read-listing.ts';
import { realPorts } from './real-ports.ts';
import { retryEntries } from './retry-entries.ts';
import { whileLocked } from './while-locked.ts';

/** `dify-usage spool list | show | retry | rm`; none of them talks to Dify. */
export async function runSpoolCommand(command: SpoolCommand, host: Host): Promise<ExitCode> {
  const needs = { dify: false, receiver: command.kind === 'spool-retry' };
  const { config, notices } = await loadConfig({ ...configSources(command.flags, host), needs });
  const log = await openLog(config, notices, host);
  const spool = await openSpool(config.stateDir, realPorts);

  // Looking on is possible at any time; what is changed is changed by one run at a time.
  switch (command.kind) {
    case 'spool-list':
      return await list(spool, command.flags.json, host);
    case 'spool-show':
      return await show(spool, command, host);
    case 'spool-retry':
      return await retryEntries(spool, config, command, log, host);
    case 'spool-rm':
      return await remove(spool, command, log, host);
  }
}

async function list(spool: Spool, asJson: boolean, host: Host): Promise<ExitCode> {
  const listing = await readListing(spool);
  if (asJson) writeDocument(toSpoolListDocument(listing, host.say), host);
  else host.stdout.write(formatSpoolTable(listing, realPorts.now(), host.say));
  return ExitCode.ok;
}

async function show(
  spool: Spool,
  { id, flags }: Extract<SpoolCommand, { kind: 'spool-show' }>,
  host: Host,
): Promise<ExitCode> {
  const files: ShownFile[] = [];
  for (const file of await findByName(spool, [id])) {
    const text = await readText(spool, file.folder, file.name);
    if (text === undefined) continue; // delivered just now
    if (flags.json) files.push({ ...file, ...readShown(file, text, host.say) });
    // A damaged file may hold anything; a pipe gets the bytes as they are.
    else host.stdout.write(host.stdout.isTTY ? safeLines(text) : text);
  }
  if (flags.json) writeDocument(toSpoolShowDocument(files), host);
  return ExitCode.ok;
}

function readShown({ name }: FoundFile, text: string, say: Say) {
  try {
    return { entry: parseEntry(name, text) };
  } catch (error) {
    if (!(error instanceof SpoolEntryError)) throw error;
    return { damage: say(error.reason), text };
  }
}

async function remove(
  spool: Spool,
  command: Extract<SpoolCommand, { kind: 'spool-rm' }>,
  log: Logger,
  host: Host,
): Promise<ExitCode> {
  const { ids, yes, flags } = command;
  const files = await findByName(spool, ids);
  const question = message('confirm_spool_rm', { bodies: files.length });
  const stake = message('confirm_spool_rm_unasked');
  if (!yes && !(await confirm(question, stake, host))) return tellRemoved([], flags, host);

  // Not before somebody has answered: the exports of the night must not wait for a person.
  await whileLocked(spool.directory, command, log, host, async () => {
    for (const { folder, name } of files) {
      if (folder === 'spool') await noteIfWhole(spool, name);
      await removeFiles(spool, folder, [name, `${name}${REASON_SUFFIX}`]);
    }
  });
  return tellRemoved(files, flags, host);
}

/** A damaged body tells nothing. */
async function noteIfWhole(spool: Spool, name: string): Promise<void> {
  try {
    const entry = await readEntry(spool, 'spool', name);
    if (entry !== undefined) await noteRemoval(spool, entry);
  } catch (error) {
    if (!(error instanceof SpoolEntryError)) throw error;
  }
}

function tellRemoved(files: readonly FoundFile[], flags: GlobalFlags, host: Host): ExitCode {
  if (flags.json) writeDocument(toSpoolRemovalDocument(files), host);
  return ExitCode.ok;
}
