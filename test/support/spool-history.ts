import { createHash } from 'node:crypto';
import { drainSpool } from '../../src/delivery/drain-spool.ts';
import { StateDirectoryError } from '../../src/files/state-directory-error.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { NetworkError } from '../../src/http/http-error.ts';
import { readReceipt, receiptName } from '../../src/receipts/read-receipt.ts';
import { stateBefore } from '../../src/receipts/state-before.ts';
import { listNames } from '../../src/spool/list-names.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { removeFiles } from '../../src/spool/remove-files.ts';
import { restoreEntry } from '../../src/spool/restore-entry.ts';
import type { Snapshot } from '../../src/spool/snapshot.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import { type CrashDisk, type CrashMount, isDurable } from './crash-file-system.ts';
import { type CrashHistory, type CrashRun, liveThroughCrashes, STATE } from './crash-history.ts';
import { snapshot } from './spool.ts';
import { type SpoolWitness, type StoredFiles, spoolWitness } from './spool-witness.ts';

export type SpoolCommand =
  | {
      readonly kind: 'put';
      readonly key: number;
      readonly complete: boolean;
      /** One body for each, with a record for each app in it. */
      readonly bodies: readonly (readonly number[])[];
      /** Exports of equal content have equal bodies and keys. */
      readonly content: number;
    }
  /** An earlier export once more: figures may go back. */
  | { readonly kind: 'back'; readonly pick: number }
  | { readonly kind: 'drain'; readonly answers: readonly ReceiverAnswer[] }
  | { readonly kind: 'restore' | 'remove'; readonly pick: number };

/** `lost` is taken, and the acknowledgement does not arrive. */
export type ReceiverAnswer = 'taken' | 'repeated' | 'lost' | 'busy' | 'refused' | 'too-large';

const TARGET = 'http://127.0.0.1/v1/usage';
const FOLDERS = ['spool', 'rejected', 'quarantine'] as const;
/** Exports, deliveries and what people do by hand, on a disk that forgets. */
export function liveThrough(
  runs: readonly CrashRun<SpoolCommand>[],
  chance: () => number,
): Promise<CrashHistory> {
  return liveThroughCrashes(runs, chance, (disk, now) => {
    const witness = spoolWitness();
    return {
      async act(mount, { commands, fault }) {
        if (fault?.kind === 'refuse') witness.beginRefusals();
        await runProgram(mount, commands, now, witness, isDurable(fault));
      },
      judge: async () => witness.judge(lookInto(disk)),
      async end(healthy) {
        const spool = await openSpool(STATE, { now, files: healthy.files });
        await drain(spool, [], healthy, now, witness);
        const names = FOLDERS.flatMap((folder) => disk.names(`${STATE}/${folder}`) ?? []);
        const left = names.filter((name) => name.endsWith('.tmp'));
        return [...witness.judgeEnd(lookInto(disk)), ...left.map((name) => `left behind: ${name}`)];
      },
    };
  });
}

async function runProgram(
  mount: CrashMount,
  commands: readonly SpoolCommand[],
  now: () => number,
  witness: SpoolWitness,
  isDurable: boolean,
): Promise<void> {
  const spool = await orRefused(() => openSpool(STATE, { now, files: mount.files }));
  if (spool === undefined) return;

  for (const command of commands) {
    await orRefused(() => runCommand(spool, command, mount, now, witness, isDurable));
  }
}

/** A disk that refuses may end a command, but only with an error that says so. */
async function orRefused<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (error) {
    const isTold = error instanceof StateWriteError || error instanceof StateDirectoryError;
    if (!isTold) throw error;
    return undefined;
  }
}

async function runCommand(
  spool: Spool,
  command: SpoolCommand,
  mount: CrashMount,
  now: () => number,
  witness: SpoolWitness,
  isDurable: boolean,
): Promise<void> {
  switch (command.kind) {
    case 'put':
    case 'back': {
      const given = command.kind === 'put' ? snapshotFor(command) : witness.putBefore(command.pick);
      if (given === undefined) return;
      const accepted = witness.beginPut(given);
      const reading = await readReceipt(spool, receiptName(given.key));
      const own = reading.kind === 'read' ? reading.receipt : undefined;
      const ids = given.bodies.map(({ id }) => id);
      const after = stateBefore({ ids, own, later: [] });
      await putSnapshot(spool, { ...given, after });
      if (isDurable) accepted();
      return;
    }
    case 'drain':
      return drain(spool, command.answers, mount, now, witness);
    case 'restore': {
      const names = await listNames(spool, 'rejected');
      const name = names[command.pick % Math.max(names.length, 1)];
      if (name === undefined) return;
      witness.beginRestore();
      return restoreEntry(spool, { folder: 'rejected', name });
    }
    case 'remove': {
      const names = await listNames(spool, 'spool');
      const name = names[command.pick % Math.max(names.length, 1)];
      if (name === undefined) return;
      const removed = witness.beginRemoval(name);
      await removeFiles(spool, 'spool', [name]);
      removed();
    }
  }
}

/** Answers `taken` when it has run out of the others. */
async function drain(
  spool: Spool,
  answers: readonly ReceiverAnswer[],
  mount: CrashMount,
  now: () => number,
  witness: SpoolWitness,
): Promise<void> {
  const rest = [...answers];
  const report = await drainSpool(
    spool,
    async ({ key, body }) => {
      mount.assertAlive();
      const answer = rest.shift() ?? 'taken';
      witness.post(key, body, answer !== 'busy' && answer !== 'refused' && answer !== 'too-large');
      if (answer === 'lost') throw new NetworkError('receiver', 'reset', { cause: undefined });
      return { ...NO_DETAILS, status: STATUSES[answer], text: '{"success":true}' };
    },
    {
      host: 'receiver',
      target: TARGET,
      maxRetries: 0,
      deadlineMs: 60_000,
      signal: new AbortController().signal,
      now,
      sleep: async () => undefined,
    },
  );
  witness.noteDelivered(report.delivered.map(({ sha256 }) => sha256));
}

const STATUSES = { taken: 200, repeated: 409, busy: 503, refused: 422, 'too-large': 413 } as const;
const NO_DETAILS = {
  headers: {},
  truncated: false,
  retryAfterMs: undefined,
  clockSkewMs: undefined,
};

function snapshotFor(command: Extract<SpoolCommand, { kind: 'put' }>): Snapshot {
  const { key, complete, content } = command;
  const bodies = command.bodies.map((apps) => {
    const records = apps.map((app) => `{"app_id":"app-${key}-${app}","token_count":${content}}`);
    const body = `{"app_records":[${records.join(',')}]}`;
    const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return { id, body };
  });
  return snapshot({ key: `key-${key}`, complete, target: TARGET, bodies });
}

function lookInto(disk: CrashDisk): StoredFiles {
  const filesIn = (folder: (typeof FOLDERS)[number]) => {
    const path = `${STATE}/${folder}`;
    const names = (disk.names(path) ?? []).filter((name) => name.endsWith('.json'));
    return names.map((name) => ({ name, text: disk.text(`${path}/${name}`) ?? '' }));
  };
  return {
    spool: filesIn('spool'),
    rejected: filesIn('rejected'),
    quarantine: filesIn('quarantine'),
  };
}
