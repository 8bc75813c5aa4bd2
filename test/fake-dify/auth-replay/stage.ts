import { presetOf } from '../../support/fake-dify/presets.ts';
import type { FakeDify } from '../../support/fake-dify/server.ts';
import type { World, WorldAccount } from '../../support/fake-dify/world.ts';
import { call } from './call.ts';
import type { RecordedAnswer } from './exchange.ts';

export type Session = {
  readonly accessToken: string;
  readonly csrfToken: string;
  readonly refreshToken: string;
};

/** A running server and what the replay knows of it. */
export type Stage = {
  readonly version: string;
  readonly world: World;
  readonly fake: FakeDify;
  readonly clock: { now: number };
  /** Sessions by the name of what they are kept for. */
  readonly kept: Map<string, Session>;
};

/** The account that the recordings call so. */
export function accountOf({ world }: Stage, name: string): WorldAccount {
  const found = world.accounts.find(({ email }) => email === `${name}@probe.example.com`);
  if (found === undefined) throw new Error(`No account ${name}`);
  return found;
}

/** A login over HTTP, in the version's own encoding. */
export async function login(stage: Stage, name: string): Promise<Session> {
  const { version, fake } = stage;
  const { email, password } = accountOf(stage, name);
  const text = String(password);
  const encoded = presetOf(version).password === 'base64' ? base64(text) : text;
  const answer = await call(fake.origin, {
    method: 'POST',
    target: '/console/api/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: encoded }),
  });
  return sessionOf(answer);
}

/** The tokens of a login or refresh, from the body or the cookies; empty texts where there are none. */
export function sessionOf({ setCookie, body }: RecordedAnswer): Session {
  const { data } = body as { readonly data?: Readonly<Record<string, string>> };
  const cookie = (kind: string) =>
    setCookie.map((line) => new RegExp(`${kind}=([^;]*)`).exec(line)?.[1]).find(Boolean) ?? '';
  return {
    accessToken: data?.['access_token'] ?? cookie('access_token'),
    refreshToken: data?.['refresh_token'] ?? cookie('refresh_token'),
    csrfToken: cookie('csrf_token'),
  };
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
