import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { PasswordCredential } from '../config/config.ts';
import { checkWritable } from '../files/check-writable.ts';
import { writeDurably } from '../files/durable-write.ts';
import { nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { readStateFile } from '../files/read-state-file.ts';
import { ensureStateDirectory } from '../files/state-directory.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import { DifyError } from './dify-error.ts';

/** Remembers a refused login, since Dify locks an account for 24 hours after six (design §11). */
export type LoginMarker = {
  /**
   * Throws when these credentials were refused before, and when a refusal could not be remembered:
   * then each run would be one more attempt.
   */
  check(credential: PasswordCredential, host: string): Promise<void>;
  /** Of these two only the latter, for `--force-login`. */
  checkWritable(): Promise<void>;
  write(credential: PasswordCredential, code: string): Promise<void>;
  clear(credential: PasswordCredential): Promise<void>;
};

const MarkerSchema = v.object({
  v: v.literal(1),
  refused_at: v.string(),
  code: v.string(),
  /** scrypt of origin, e-mail and password: tells whether they changed, not what they are. */
  salt: v.pipe(v.string(), v.hexadecimal()),
  fingerprint: v.pipe(v.string(), v.hexadecimal()),
});

/** Tells nothing of the password, and lasts for a day (auth-and-apps §4.3). */
const LOCKED_OUT = 'email_code_login_limit';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export function createLoginMarker(
  stateDir: string,
  origin: string,
  now: () => number,
): LoginMarker {
  // One for each account, since several configurations may share the directory.
  const pathOf = ({ email }: PasswordCredential) => {
    const name = createHash('sha256')
      .update(JSON.stringify([origin, email]))
      .digest('hex');
    return join(stateDir, `login-refused-${name.slice(0, 16)}.json`);
  };
  const fingerprint = ({ email, password }: PasswordCredential, salt: Buffer) =>
    derive(JSON.stringify([origin, email, password]), salt, 32);

  return {
    checkWritable: () => checkWritable(stateDir),
    async check(credential, host) {
      await checkWritable(stateDir);
      const marker = await readMarker(pathOf(credential));
      if (marker === undefined) return;
      const known = Buffer.from(marker.fingerprint, 'hex');
      const given = await fingerprint(credential, Buffer.from(marker.salt, 'hex'));
      if (known.length !== given.length || !timingSafeEqual(known, given)) return;
      const age = now() - Date.parse(marker.refused_at);
      if (marker.code === LOCKED_OUT && age >= DAY_MS) return;

      throw new DifyError(
        'credentials',
        message('login_refused_before', { host, at: marker.refused_at, code: marker.code }),
        { host, endpoint: 'POST /login', code: marker.code },
      );
    },
    async write(credential, code) {
      const salt = randomBytes(16);
      const marker = {
        v: 1,
        refused_at: new Date(now()).toISOString(),
        code,
        salt: salt.toString('hex'),
        fingerprint: (await fingerprint(credential, salt)).toString('hex'),
      };
      await ensureStateDirectory(nodeFileSystem, stateDir);
      await writeDurably(pathOf(credential), `${JSON.stringify(marker)}\n`);
    },
    clear: (credential) => rm(pathOf(credential), { force: true }),
  };
}

/** A damaged marker is no marker: it must not keep anyone out. */
async function readMarker(path: string): Promise<v.InferOutput<typeof MarkerSchema> | undefined> {
  let text: string;
  try {
    text = await readStateFile(path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw cause;
    throw new StateDirectoryError(path, message('state_unreadable', { code }), { cause });
  }
  try {
    return v.parse(MarkerSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
