import { describe, expect, it } from 'vitest';
import { tellAllOrNone, tellOrigins } from '../../src/usage/tell-origins.ts';
import { ledgerCall, OWNER } from '../support/ledger-calls.ts';

const api = ledgerCall({ tokens: { prompt: 100, completion: 50 } });
const consoleCall = (conversationId: string, prompt: number) =>
  ledgerCall({
    conversationId,
    isConsole: true,
    user: OWNER,
    tokens: { prompt, completion: 0 },
  });

const NOTHING_KNOWN = new Map();

describe('the origin of console conversations', () => {
  it('is the debugger where only the API messages are counted', () => {
    const calls = [api, consoleCall('x', 10), consoleCall('y', 20)];

    expect(tellOrigins({ calls, count: 1, tokens: 150 }, NOTHING_KNOWN)).toEqual(
      new Map([
        ['x', 'debugger'],
        ['y', 'debugger'],
      ]),
    );
  });

  it('is Explore where everything is counted', () => {
    const calls = [api, consoleCall('x', 10), consoleCall('y', 20)];

    expect(tellAllOrNone({ calls, count: 3, tokens: 180 }, NOTHING_KNOWN)).toEqual(
      new Map([
        ['x', 'explore'],
        ['y', 'explore'],
      ]),
    );
  });

  it('is told by the only choice that has the count and the tokens', () => {
    const calls = [api, consoleCall('x', 10), consoleCall('y', 20), consoleCall('z', 30)];

    expect(tellOrigins({ calls, count: 2, tokens: 170 }, NOTHING_KNOWN)).toEqual(
      new Map([
        ['x', 'debugger'],
        ['y', 'explore'],
        ['z', 'debugger'],
      ]),
    );
  });

  it('is not told by a choice among equals', () => {
    const calls = [consoleCall('x', 10), consoleCall('y', 10)];

    expect(tellOrigins({ calls, count: 1, tokens: 10 }, NOTHING_KNOWN)).toEqual(new Map());
  });

  it('is told as far as all choices agree', () => {
    const calls = [consoleCall('x', 10), consoleCall('y', 10), consoleCall('z', 30)];

    expect(tellOrigins({ calls, count: 1, tokens: 10 }, NOTHING_KNOWN)).toEqual(
      new Map([['z', 'debugger']]),
    );
  });

  it('is not told where deleted messages are counted as well', () => {
    const calls = [api, consoleCall('x', 10)];

    expect(tellOrigins({ calls, count: 2, tokens: 999 }, NOTHING_KNOWN)).toEqual(new Map());
  });

  it('holds for all messages of a conversation', () => {
    const calls = [consoleCall('x', 10), consoleCall('x', 20), consoleCall('y', 30)];

    expect(tellOrigins({ calls, count: 2, tokens: 30 }, NOTHING_KNOWN)).toEqual(
      new Map([
        ['x', 'explore'],
        ['y', 'debugger'],
      ]),
    );
  });

  it('that is known already is taken into account', () => {
    const calls = [consoleCall('x', 10), consoleCall('y', 10)];
    const known = new Map([['x', 'explore' as const]]);

    expect(tellOrigins({ calls, count: 1, tokens: 10 }, known)).toEqual(
      new Map([['y', 'debugger']]),
    );
  });

  it('is not guessed among more conversations than can be tried', () => {
    const calls = Array.from({ length: 40 }, (_, place) => consoleCall(`c${place}`, place + 1));

    expect(tellOrigins({ calls, count: 20, tokens: 300 }, NOTHING_KNOWN)).toEqual(new Map());
    expect(tellOrigins({ calls, count: 40, tokens: 820 }, NOTHING_KNOWN).size).toBe(40);
    expect(tellOrigins({ calls, count: 0, tokens: 0 }, NOTHING_KNOWN).size).toBe(40);
  });

  it('of some of a whole bucket is left to its minutes', () => {
    const calls = [api, consoleCall('x', 10), consoleCall('y', 20)];

    expect(tellAllOrNone({ calls, count: 2, tokens: 160 }, NOTHING_KNOWN)).toEqual(new Map());
  });
});
