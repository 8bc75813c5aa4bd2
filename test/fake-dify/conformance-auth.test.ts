import { describe, expect, it } from 'vitest';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { type Exchange, loadFixture } from './auth-replay/exchange.ts';
import { reasonToLeaveOut } from './auth-replay/left-out.ts';
import { outlineOf } from './auth-replay/outline.ts';
import { kindOf, type Replay, startReplay } from './auth-replay/replay.ts';

/** How many recorded exchanges are compared, and how many left out, per version. */
const COUNTS: Readonly<Record<string, readonly [compared: number, leftOut: number]>> = {
  '0.15.3': [499, 71],
  '1.4.3': [499, 71],
  '1.8.1': [503, 77],
  '1.9.1': [506, 72],
  '1.9.2': [512, 72],
  '1.10.1': [519, 73],
  '1.11.4': [520, 74],
  '1.12.1': [520, 73],
  '1.14.2': [526, 73],
};

describe.each(RECORDED_VERSIONS)('the fake Dify %s', (version) => {
  it('answers logins, sessions, workspaces, app lists and errors as recorded', async () => {
    const { exchanges } = loadFixture(version);
    const compared = exchanges.filter(
      (exchange) => reasonToLeaveOut(version, exchange) === undefined,
    );
    const servers = new Map<string, Replay>();
    const recorded: Record<string, object> = {};
    const answered: Record<string, object> = {};
    for (const exchange of compared) {
      const replay = await serverFor(exchange, version, servers);
      const answer = await replay.send(exchange);
      const { path } = exchange.request;
      recorded[exchange.id] = { version, ...outlineOf(path, exchange.answer) };
      answered[exchange.id] = { version: answer.version, ...outlineOf(path, answer) };
    }
    await Promise.all([...servers.values()].map((replay) => replay.close()));

    expect(answered).toEqual(recorded);
    expect([compared.length, exchanges.length - compared.length]).toEqual(COUNTS[version]);
  });
});

async function serverFor(
  exchange: Exchange,
  version: string,
  servers: Map<string, Replay>,
): Promise<Replay> {
  const kind = kindOf(exchange);
  const known = servers.get(kind);
  if (known !== undefined) return known;
  const started = await startReplay(version, loadFixture(version).world, kind);
  servers.set(kind, started);
  return started;
}
