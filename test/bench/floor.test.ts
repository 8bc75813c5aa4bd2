import { describe, expect, it } from 'vitest';
import { sumRequests } from '../../src/plan/app-requests.ts';
import { type AppSize, floorOf } from './plan/floor.ts';
import { leastWindows } from './plan/least-windows.ts';

const SIZE: AppSize = {
  mode: 'chat',
  calls: 1010,
  conversations: 205,
  messagePages: 207,
  windows: 1,
  userMinutes: 30,
  modelMinutes: 3000,
};

const floor = (mode: Parameters<typeof floorOf>[0], ...apps: readonly AppSize[]) =>
  sumRequests(floorOf(mode, apps));

describe('the floor', () => {
  it('needs seven requests to sign in, list the apps, and see that nothing was moved', () => {
    expect(floor('all')).toBe(7);
    expect(floor('per_app', { ...SIZE, windows: 0 })).toBe(7);
  });

  it('reads the ledger of a chat app once where only sums are shown', () => {
    expect(floor('per_app', SIZE)).toBe(7 + 1);
    expect(floor('both', SIZE)).toBe(7 + 1);
  });

  it('reads every conversation of a chat app where users are shown', () => {
    expect(floor('per_user', SIZE)).toBe(7 + 1 + 3 + 207);
  });

  it('adds minutes where models are shown, up to their budget', () => {
    expect(floor('per_model', SIZE)).toBe(7 + 1 + 3 + 207 + 2000);
  });

  it('counts generations by minutes of users, or of users and models', () => {
    const app: AppSize = { ...SIZE, mode: 'completion', modelMinutes: 40 };
    expect(floor('per_user', app)).toBe(7 + 2 + 11 + 30);
    expect(floor('all', app)).toBe(7 + 2 + 11 + 40);
  });

  it('reads every run, whatever is shown', () => {
    expect(floor('workspace', { ...SIZE, mode: 'workflow' })).toBe(7 + 11 + 1010 + 2);
    expect(floor('workspace', { ...SIZE, mode: 'advanced-chat' })).toBe(7 + 11 + 1010 + 3);
  });

  it('reads the messages of an advanced-chat app to count them', () => {
    const app: AppSize = { ...SIZE, mode: 'advanced-chat' };
    expect(floor('all', app)).toBe(7 + 11 + 1010 + 2 + 3 + 207);
  });
});

describe('the fewest minute windows', () => {
  const minutes = (...texts: readonly string[]) => texts.map((text) => new Set(text.split('')));

  it('are none for one pair', () => {
    expect(leastWindows(minutes('a', 'a', 'a'))).toBe(0);
    expect(leastWindows([])).toBe(0);
  });

  it('are one for each stretch but those of the pair with the most', () => {
    expect(leastWindows(minutes('a', 'a', 'b', 'a', 'c', 'c', 'a'))).toBe(2);
  });

  it('are one for each mixed minute as well', () => {
    expect(leastWindows(minutes('a', 'ab', 'a', 'ab'))).toBe(2);
  });
});
