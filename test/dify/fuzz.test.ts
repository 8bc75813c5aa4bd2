import process from 'node:process';
import { Agent, type Dispatcher } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import {
  readLedger,
  readMessageCounts,
  readRunStatistics,
} from '../../src/collect/sum-statistics.ts';
import { fetchAccountTimeZone, fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { fetchApps } from '../../src/dify/app-list.ts';
import { openAppReader } from '../../src/dify/app-reader.ts';
import { readGenerations } from '../../src/dify/completion-conversations.ts';
import { fetchReadConversation } from '../../src/dify/conversation-detail.ts';
import { readConversations } from '../../src/dify/conversations.ts';
import { DifyError } from '../../src/dify/dify-error.ts';
import { type DifySession, openSession } from '../../src/dify/dify-session.ts';
import { createAccountEmails } from '../../src/dify/members.ts';
import { readMessages } from '../../src/dify/messages.ts';
import { fetchRunUsage } from '../../src/dify/node-executions.ts';
import { fetchGraphModels } from '../../src/dify/run-graph.ts';
import { readLoggedRuns } from '../../src/dify/workflow-logs.ts';
import { fetchRun, readAppRuns } from '../../src/dify/workflow-runs.ts';
import type { StatisticsWindow } from '../../src/period/statistics-windows.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { loadCalls, type RecordedVersion } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { mutateJson, mutateText, PLANTED } from '../support/mutate-json.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { sessionParts } from '../support/session.ts';
import { toArray } from '../support/to-array.ts';

/** `npm run fuzz` asks for more, and a seed that failed can be asked for again. */
const ROUNDS = Number(process.env['FUZZ'] ?? 3000);
/** The suite asks for the same every time, so that a change is to blame for what it finds. */
const SEED = Number(process.env['SEED'] ?? (process.env['FUZZ'] ? Date.now() % 1_000_000 : 1));
const VERSIONS: readonly RecordedVersion[] = ['0.15.3', '1.8.1', '1.14.2'];
/** A reader that asks more often than this for a short list would ask for ever. */
const MOST_REQUESTS = 3000;
const LONGEST_MS = 10_000;

const EVER = {
  start: Date.parse('2020-01-01T00:00:00Z'),
  end: Date.parse('2031-01-01T00:00:00Z'),
  timeZone: 'UTC',
};
const BUCKET = { label: 'ever', start: EVER.start, end: EVER.end };
const WINDOW: StatisticsWindow = {
  start: '2020-01-01 00:00',
  end: '2031-01-01 00:00',
  from: EVER.start,
  to: EVER.end,
  attribution: { kind: 'bucket', bucket: BUCKET },
};
const RUN = {
  id: 'run',
  startedAt: EVER.start,
  status: undefined,
  countedTokens: 0,
  inStatistics: true,
  creatorId: undefined,
  mayBeDebugChild: false,
};

type Reader = (session: DifySession) => Promise<unknown>;

/** Every reader, and where the answer stands that is mutated for it. */
const READERS: readonly (readonly [endpoint: string, read: Reader])[] = [
  ['/account/profile', fetchAccountTimeZone],
  ['/workspaces', fetchCurrentWorkspace],
  ['/workspaces/current/members', (session) => createAccountEmails(session)()],
  ['/apps', fetchApps],
  [
    '/apps/{}/chat-conversations',
    (session) => toArray(readConversations(session, 'app', EVER, 'UTC')),
  ],
  [
    '/apps/{}/completion-conversations',
    (session) => toArray(readGenerations(session, 'app', EVER, 'UTC')),
  ],
  [
    '/apps/{}/chat-conversations/{}',
    (session) => fetchReadConversation(session, 'app', 'chat', { id: 'c', isRead: true }),
  ],
  [
    '/apps/{}/completion-conversations/{}',
    (session) => fetchReadConversation(session, 'app', 'completion', { id: 'c', isRead: true }),
  ],
  ['/apps/{}/chat-messages', (session) => toArray(readMessages(session, 'app', 'conversation', 0))],
  [
    '/apps/{}/workflow-app-logs',
    (session) => toArray(readLoggedRuns(session, 'app', EVER, EVER.end)),
  ],
  ['/apps/{}/workflow-runs', (session) => toArray(readAppRuns(session, 'app', EVER))],
  ['/apps/{}/workflow-runs/{}', (session) => fetchRun(session, 'app', 'run')],
  ['/apps/{}/workflow-runs/{}', (session) => fetchGraphModels(session, 'app', 'run')],
  [
    '/apps/{}/workflow-runs/{}/node-executions',
    (session) =>
      fetchRunUsage(session, 'app', RUN, (run) => fetchGraphModels(session, 'app', run.id)),
  ],
  [
    '/apps/{}/statistics/token-costs',
    (session) => readLedger(openAppReader(session, 'app'), [WINDOW, WINDOW]),
  ],
  [
    '/apps/{}/statistics/daily-messages',
    (session) => readMessageCounts(openAppReader(session, 'app'), [WINDOW, WINDOW]),
  ],
  [
    '/apps/{}/workflow/statistics/token-costs',
    (session) => readRunStatistics(openAppReader(session, 'app'), [WINDOW, WINDOW]),
  ],
  [
    '/apps/{}/workflow/statistics/daily-conversations',
    (session) => readRunStatistics(openAppReader(session, 'app'), [WINDOW, WINDOW]),
  ],
];

it(
  `no answer of Dify gets a figure wrong or ends in anything but an error that names it (seed ${SEED})`,
  async () => {
    const chance = seededChance(SEED);
    const subjects = await Promise.all(VERSIONS.map(openRecorded));
    const tally = { read: 0, refused: 0 };
    const problems: string[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      const subject = subjects[round % subjects.length];
      const [endpoint, read] = READERS[Math.floor(chance() * READERS.length)] ?? READERS[0] ?? [];
      if (subject === undefined || endpoint === undefined || read === undefined) continue;
      const answer = subject.mutate(endpoint, chance);
      const startedAt = performance.now();
      const problem = await tryReader(endpoint, () => read(subject.session), tally);
      const found = [
        ...problem,
        ...(performance.now() - startedAt > LONGEST_MS ? ['took too long'] : []),
      ];
      for (const each of found) {
        problems.push(`round ${round}: ${endpoint}: ${each}\n${answer.slice(0, 2000)}`);
      }
      if (problems.length > 5) break;
    }

    expect(problems).toEqual([]);
    if (process.env['FUZZ'] !== undefined) {
      console.log(`${ROUNDS} answers: ${tally.read} read, ${tally.refused} refused`);
    }
  },
  30_000 + ROUNDS * 10,
);

async function tryReader(
  endpoint: string,
  read: () => Promise<unknown>,
  tally: { read: number; refused: number },
): Promise<readonly string[]> {
  try {
    const value = await read();
    tally.read += 1;
    return wrongNumbers(value, endpoint);
  } catch (error) {
    tally.refused += 1;
    return errorProblems(error, endpoint);
  }
}

function errorProblems(error: unknown, endpoint: string): readonly string[] {
  if (!(error instanceof DifyError)) {
    return [error instanceof Error ? `${error.name}: ${error.stack}` : String(error)];
  }
  const { message } = error;
  const problems: string[] = [];
  if (error.endpoint.replaceAll(/\{\w+\}/g, '{}') !== `GET ${endpoint}`) {
    problems.push(`is of ${error.endpoint}: ${message}`);
  }
  if (message.includes(PLANTED) || message.length > 500) problems.push(`quotes: ${message}`);
  const isShape = message.includes('in a shape');
  const namesField =
    message.includes(`${error.endpoint} in a shape`) && /: \S.* should be \S/.test(message);
  if (isShape && !namesField) problems.push(`names no field: ${message}`);
  return problems;
}

/** Whatever was read: no NaN, no fraction and nothing beyond 2^53 where tokens and times stand. */
function wrongNumbers(value: unknown, path: string): readonly string[] {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [] : [`${path} = ${value}`];
  if (typeof value === 'bigint') return value < 0n ? [`${path} = ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, each]) => wrongNumbers(each, `${path}.${key}`));
}

/** A session with a recorded server that answers from memory, and with what it is told to. */
async function openRecorded(version: RecordedVersion) {
  const recorded = recordedAnswers(version);
  const fake = await startFakeDify({ version, world: worldBuilder(version).world });
  const agent = new Agent();
  onTestFinished(async () => {
    await agent.destroy();
    await fake.close();
  });
  let mutated: { readonly endpoint: string; readonly text: string } | undefined;
  let requests = 0;

  const dispatch = (
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean => {
    if (mutated === undefined) return agent.dispatch(options, handler);
    requests += 1;
    if (requests > MOST_REQUESTS) throw new Error(`It asks for ever: ${options.path}`);
    const endpoint = endpointOf(options.path.replace(/^\/console\/api/, ''));
    const text =
      endpoint === mutated.endpoint ? mutated.text : (recorded.get(endpoint)?.[0] ?? '{"data":[]}');
    const headers = { 'content-type': 'application/json', 'x-version': version };
    handler.onRequestStart?.(UNSTOPPED, {});
    handler.onResponseStart?.(UNSTOPPED, 200, headers);
    handler.onResponseData?.(UNSTOPPED, Buffer.from(text));
    handler.onResponseEnd?.(UNSTOPPED, {});
    return true;
  };
  let nowMs = EVER.end;
  const { config, ports } = sessionParts(fake.origin, {
    // The only call that is made of a dispatcher.
    dispatcher: { dispatch } as unknown as Dispatcher,
    stateDir: '/nonexistent',
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  });
  return {
    session: await openSession(config, undefined, ports),
    mutate(endpoint: string, chance: () => number): string {
      const texts = recorded.get(endpoint) ?? ['{"data":[]}'];
      const original = texts[Math.floor(chance() * texts.length)] ?? '{}';
      const text =
        chance() < 0.05
          ? mutateText(original, chance)
          : (JSON.stringify(mutateJson(JSON.parse(original), chance)) ?? '');
      mutated = { endpoint, text };
      requests = 0;
      nowMs = EVER.end; // its session must not come to its end
      return text;
    },
  };
}

/** Of answers so short nobody wants an early end. */
const UNSTOPPED: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};

const LARGEST_ANSWER = 20_000;

function recordedAnswers(version: RecordedVersion): ReadonlyMap<string, readonly string[]> {
  const answers = new Map<string, string[]>([
    ['/workspaces/current/members', ['{"accounts":[{"id":"account","email":"a@example.com"}]}']],
  ]);
  for (const { path, status, body } of loadCalls(version)) {
    if (status !== 200 || body === null) continue;
    const text = JSON.stringify(body);
    if (text.length > LARGEST_ANSWER) continue;
    const endpoint = endpointOf(path);
    answers.set(endpoint, [...(answers.get(endpoint) ?? []), text]);
  }
  return answers;
}

/** The words of the paths above; everything else in a path is an id. */
const FIXED = new Set(READERS.flatMap(([endpoint]) => endpoint.split('/')));

/** The path with `{}` for every id. */
function endpointOf(path: string): string {
  const [withoutQuery = ''] = path.split('?');
  return withoutQuery
    .split('/')
    .map((part) => (part === '' || FIXED.has(part) ? part : '{}'))
    .join('/');
}
