import { type FakeDifyOptions, startFakeDify } from '../../support/fake-dify/server.ts';
import type { World } from '../../support/fake-dify/world.ts';
import { call } from './call.ts';
import { ADMIN_KEY } from './credentials.ts';
import type { Exchange, RecordedAnswer } from './exchange.ts';
import { prepare } from './prepare.ts';
import { type Stage, sessionOf } from './stage.ts';
import { toCall } from './to-call.ts';

const START = Date.parse('2026-11-22T18:00:00Z');

export type Replay = {
  /** Brings about the state that the recording had, then sends its request. */
  send(exchange: Exchange): Promise<RecordedAnswer & { readonly version: unknown }>;
  close(): Promise<void>;
};

/** One server: exchanges of `kind` were recorded with these settings. */
export async function startReplay(version: string, world: World, kind: string): Promise<Replay> {
  const clock = { now: START };
  const settings = SETTINGS[kind] ?? { adminApiKey: ADMIN_KEY };
  const fake = await startFakeDify({ version, world, now: () => clock.now, ...settings });
  const stage: Stage = { version, world, fake, clock, kept: new Map() };
  return {
    async send(exchange) {
      await prepare(exchange, stage);
      const answer = await call(fake.origin, toCall(exchange, stage));
      if (exchange.id.startsWith('expiry.') && answer.status === 200) keepSession(answer, stage);
      return answer;
    },
    close: () => fake.close(),
  };
}

/** `https.login` was recorded on a server of kind `https`; most on the one without a name. */
export function kindOf({ area, id }: Exchange): string {
  return area === 'auth-config' ? (id.split('.')[0] ?? '') : '';
}

const SETTINGS: Readonly<Record<string, Partial<FakeDifyOptions>>> = {
  https: { secureCookies: true, accessTokenSeconds: 300, allowRegister: true },
  nopw: { secureCookies: true, cookieDomain: '.example.com', passwordLogin: false },
  fresh: { cookieDomain: 'example.com', setUp: false },
  expiry: { accessTokenSeconds: 60 },
};

function keepSession(answer: RecordedAnswer, { kept }: Stage): void {
  const session = sessionOf(answer);
  if (session.accessToken !== '') kept.set('expiry', session);
}
