import { describe, expect, it } from 'vitest';
import {
  type AppSize,
  listAppRequests,
  listSessionRequests,
  type RequestRules,
  sumRequests,
} from '../../src/plan/app-requests.ts';
import { EMPTY } from '../../src/plan/app-sizes.ts';

const NOTHING: AppSize = { ...EMPTY, mode: 'chat', windows: 1, countWindows: 1 };
const SUMS = { users: false, models: false, messages: false };
const USERS = { users: true, models: false, messages: true };
const ALL = { users: true, models: true, messages: true };

/** What each summand comes to. */
function requests(size: Partial<AppSize>, needs = SUMS, rules: Partial<RequestRules> = {}) {
  const terms = listAppRequests(
    { ...NOTHING, ...size },
    { needs, minuteBudget: 2000, lists: 'proven', ...rules },
  );
  return terms.map((term) => `${term.formula}=${term.requests}`).join(' ');
}

describe('the requests of a chat app', () => {
  it('are those of its ledger where only sums are shown', () => {
    expect(requests({ conversations: 7, messagePages: 9 })).toBe('W=1');
    expect(requests({ mode: 'agent-chat', windows: 31 })).toBe('W=31');
  });

  it('are its conversations and their messages too where users are shown', () => {
    expect(requests({ conversations: 7, messagePages: 9 }, USERS)).toBe(
      'W=1 ⌈C/100⌉=1 Σ⌈mᵢ/100⌉=9 min(minutes, budget)=0',
    );
  });

  it('hold no more minutes than the budget', () => {
    const terms = requests({ minuteWindows: 5000 }, ALL, { minuteBudget: 40 });
    expect(terms).toBe('W=1 ⌈C/100⌉=1 Σ⌈mᵢ/100⌉=0 min(minutes, budget)=40');
  });

  it('are those of its ledger where nothing was used', () => {
    expect(requests({ isUsed: false }, ALL)).toBe('W=1');
  });
});

describe('the requests of a completion app', () => {
  it('are the number of messages, the generations and their minutes', () => {
    const size = { mode: 'completion', logged: 250, minuteWindows: 12 };
    expect(requests(size)).toBe('W=1');
    expect(requests(size, USERS)).toBe('W=1 W=1 ⌈C/100⌉=6 min(minutes, budget)=12');
  });
});

describe('the requests of a workflow app', () => {
  it('are its log, the nodes of each run, and two statistics, whatever is shown', () => {
    const size = { mode: 'workflow', logged: 80, runs: 75 };
    expect(requests(size)).toBe('⌈L/100⌉=1 R=75 2·W=2');
    expect(requests(size, ALL)).toBe('⌈L/100⌉=1 R=75 2·W=2');
  });

  it('are the list of runs too where the log lacks some', () => {
    const size = { mode: 'workflow', logged: 80, runs: 81, listedRuns: 81 };
    expect(requests(size)).toBe('⌈L/100⌉=1 ⌈R/100⌉=1 R=81 2·W=2');
  });

  it('read a log of more than 2,000 rows in halves, each of them twice', () => {
    const size = { mode: 'workflow', logged: 2001, runs: 2001 };
    // 1 + (11 + 11) + (10 + 11)
    expect(requests(size)).toBe('⌈L/100⌉=44 R=2001 2·W=2');
  });
});

describe('the requests of a chatflow', () => {
  const size = {
    mode: 'advanced-chat',
    runs: 300,
    listedRuns: 300,
    conversations: 40,
    messagePages: 41,
  };

  it('are its runs, and a look for messages without one', () => {
    expect(requests(size)).toBe('⌈R/100⌉=4 R=300 2·W=2 W=1');
  });

  it('are its messages too where users are shown, or where a run is missing', () => {
    expect(requests(size, ALL)).toBe('⌈R/100⌉=4 R=300 2·W=2 ⌈C/100⌉=1 Σ⌈mᵢ/100⌉=41');
    expect(requests({ ...size, hasMessagesWithoutRun: true })).toBe(
      '⌈R/100⌉=4 R=300 2·W=2 W=1 ⌈C/100⌉=1 Σ⌈mᵢ/100⌉=41',
    );
  });

  it('are its messages in any case where no list has its runs, up to Dify 1.9.1', () => {
    expect(requests({ ...size, listedRuns: undefined })).toBe('R=300 2·W=2 ⌈C/100⌉=1 Σ⌈mᵢ/100⌉=41');
  });
});

describe('the requests of other apps', () => {
  it('are the ledger of an agent app and nothing of a mode that is not known', () => {
    expect(requests({ mode: 'agent' }, ALL)).toBe('W=1');
    expect(requests({ mode: 'channel' }, ALL)).toBe('');
  });
});

describe('a list', () => {
  const pages = (logged: number, lists: RequestRules['lists']) =>
    requests({ mode: 'completion', logged }, USERS, { lists }).split(' ')[2];

  it('is read a second time, with other page borders, when it is longer than a page', () => {
    expect([0, 1, 100, 101, 1000].map((rows) => pages(rows, 'proven'))).toEqual([
      '⌈C/100⌉=1',
      '⌈C/100⌉=1',
      '⌈C/100⌉=1',
      '⌈C/100⌉=4',
      '⌈C/100⌉=21',
    ]);
  });

  it('costs at least its pages', () => {
    expect([0, 100, 101, 1000].map((rows) => pages(rows, 'once'))).toEqual([
      '⌈C/100⌉=1',
      '⌈C/100⌉=1',
      '⌈C/100⌉=2',
      '⌈C/100⌉=10',
    ]);
  });
});

describe('the requests of the session', () => {
  const session = (size: Partial<Parameters<typeof listSessionRequests>[0]>) =>
    sumRequests(
      listSessionRequests(
        { apps: 25, hasPassword: true, asksForAgents: false, ...size },
        { lists: 'proven' },
      ),
    );

  it('are seven with a password and a page of apps', () => {
    expect(session({})).toBe(7);
  });

  it('are four with an admin key, which names its workspace', () => {
    expect(session({ hasPassword: false })).toBe(4);
  });

  it('prove a longer list of apps, and ask for agents by themselves', () => {
    expect(session({ apps: 150 })).toBe(6 + 4);
    expect(session({ asksForAgents: true })).toBe(8);
  });
});
