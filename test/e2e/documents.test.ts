import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandLines, commandsInTables } from '../support/documents/command-lines.ts';
import { consoleRuns } from '../support/documents/console-runs.ts';
import { crontabCommands } from '../support/documents/crontab-commands.ts';
import { type FencedBlock, fencedBlocks } from '../support/documents/fenced-blocks.ts';
import { type Host, startHost } from '../support/documents/host.ts';
import { shownOutput } from '../support/documents/shown-output.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import type { ScriptedAnswer } from '../support/fake-receiver.ts';
import { secretString, startFakeSecretsManager } from '../support/fake-secrets-manager.ts';
import { hasProgram } from '../support/has-program.ts';
import { type Stage, startStage } from '../support/stage.ts';

const NOW = '2026-11-20T03:00:00Z';

/** What a README says in other languages is the same code: test/documents/translations.test.ts. */
const DOCUMENTS = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** What the text around a block says of the settings and the output, instead of the block. */
type Scene = {
  readonly settings?: Readonly<Record<string, string>>;
  /** Names of the apps that stand for `--app …`. */
  readonly apps?: readonly string[];
  /** Columns that the document leaves out. */
  readonly leftOut?: readonly string[];
  /** What the receiver answers to everything. */
  readonly refusal?: ScriptedAnswer;
  /** How the command ends, if not well. */
  readonly status?: number;
};

const SCENES: Readonly<Record<string, Scene>> = {
  'docs/CHECK.md': {
    settings: { DIFY_AGGREGATION_PERIOD: 'daily' },
    refusal: { status: 401 },
    status: 77,
  },
  'docs/USERS-AND-MODELS.md': {
    settings: { DIFY_USAGE_USER_ID: 'session' },
    apps: ['混合货币', '反復チャット', '人民币聊天'],
    leftOut: ['app_id', 'period_type'],
  },
  'docs/PLAN.md': {
    apps: ['文案生成', '反復チャット', '人民币聊天', 'チャット窓口', 'ワークフロー要約'],
  },
};

/** Where a newcomer goes through the README; these sections are followed on one host. */
const FIRST_DAY = ['Try it', 'Install', 'Check', 'Cron'];

const RUNNERS: Readonly<Record<string, (host: Host, block: FencedBlock, scene: Scene) => unknown>> =
  { sh: runScript, console: runConsole, crontab: runCrontab, dotenv: loadSettings };

const COMMAND_TO_TYPE = /^\s*(?:\$ |(?:sudo|npm|npx|node|dify-usage|docker|kubectl|flock)\s)/m;

const NO_SCRIPT = hasProgram('script') ? '' : ' (script is missing)';

describe.each(DOCUMENTS)('%s', (document) => {
  const markdown = readFileSync(document, 'utf8');
  const blocks = fencedBlocks(markdown).filter(({ language }) => language !== 'text');
  const scene = SCENES[document] ?? {};

  it('says why of each block that is not run', () => {
    const silent = blocks.filter(({ language, notRun }) =>
      notRun === undefined ? RUNNERS[language] === undefined : notRun === '',
    );

    expect(silent).toEqual([]);
  });

  it('hides no command in a block of text, which nobody runs', () => {
    const texts = fencedBlocks(markdown).filter(({ language }) => language === 'text');

    expect(texts.filter(({ text }) => COMMAND_TO_TYPE.test(text))).toEqual([]);
  });

  const run = blocks.filter(({ notRun }) => notRun === undefined);
  it.skipIf(NO_SCRIPT !== '').for(run)(
    `does what line $line says${NO_SCRIPT}`,
    { timeout: 120_000 },
    async (block) => {
      const stage = await recordedStage();
      stage.receiver.always(scene.refusal);
      const host = await startHost(stage, scene);

      await RUNNERS[block.language]?.(host, block, scene);
    },
  );

  it.skipIf(NO_SCRIPT !== '').for([...new Set(commandLines(markdown))])(
    `may tell people to run dify-usage %s${NO_SCRIPT}`,
    async (line) => {
      const stage = await recordedStage();
      const host = await startHost(stage);

      // Not each of them names the file of the settings, which may be in the environment too.
      const run = await host.runAtTerminal(`dify-usage ${line}`, stage.env);

      expect(run.status, run.output).toBe(0);
    },
  );

  const commands = commandsInTables(markdown);
  it.skipIf(NO_SCRIPT !== '').for(commands.length === 0 ? [] : [commands])(
    `has commands in its tables that there are${NO_SCRIPT}`,
    async (described) => {
      const host = await startHost(await recordedStage());

      for (const command of described) {
        const run = await host.runAtTerminal(`dify-usage help ${command}`);
        expect(run.output).toContain(`Usage: dify-usage ${command}`);
      }
    },
  );
});

describe('a newcomer with README.md alone', () => {
  it.skipIf(NO_SCRIPT !== '')(
    `gets from the clone to exports by cron${NO_SCRIPT}`,
    async () => {
      const stage = await recordedStage();
      const host = await startHost(stage, { isSetUp: false });
      const blocks = fencedBlocks(readFileSync('README.md', 'utf8')).filter(
        ({ section, language, notRun }) =>
          FIRST_DAY.includes(section) && language !== 'console' && notRun === undefined,
      );

      for (const block of blocks) await RUNNERS[block.language]?.(host, block, {});

      expect(blocks.map(({ language }) => language)).toContain('crontab');
      const billed = billedTokens(stage);
      expect(billed).toMatchObject({ '2026-10 CNY': 1961, '2026-10 USD': 33867 });
      expect(billed['2026-11 USD']).toBeGreaterThan(0);
    },
    120_000,
  );
});

function recordedStage(): Promise<Stage> {
  return startStage({ version: '1.14.2', world: loadWorld('1.14.2').world, now: NOW });
}

async function runScript(host: Host, { text }: FencedBlock): Promise<void> {
  const run = await host.runAtTerminal(text);
  expect(run.status, run.output).toBe(0);
}

async function runConsole(host: Host, { text }: FencedBlock, scene: Scene): Promise<void> {
  const apps = (scene.apps ?? []).map(appId);
  for (const { command, output } of consoleRuns(text)) {
    let index = 0;
    const typed = command.replaceAll('--app …', () => `--app ${apps[index++]}`);
    const run = await host.runAtTerminal(typed);

    expect(shownOutput(run.output, scene.leftOut)).toBe(shownOutput(output));
    expect(run.status).toBe(scene.status ?? 0);
  }
}

async function runCrontab(host: Host, { text }: FencedBlock): Promise<void> {
  const commands = crontabCommands(text);
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const run = await host.runAsCron(command);
    expect(run.status, run.output).toBe(0);
  }
}

/** Settings are right when the program takes them from the file, and finds nothing wrong with them. */
async function loadSettings(host: Host, { text }: FencedBlock): Promise<void> {
  const aws = await startFakeSecretsManager({
    'prod/dify-usage': secretString('{"DIFY_PASSWORD":"one","EXTERNAL_API_TOKEN":"two"}'),
  });
  onTestFinished(() => aws.close());
  const names = [...text.matchAll(/^[A-Z_]+(?==)/gm)].map(([name]) => name);
  const script =
    'cat /etc/dify-usage.env - > more.env <<< "$LINES"; dify-usage config --env-file more.env';

  const run = await host.runAtTerminal(script, {
    LINES: text,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.endpoint,
    AWS_ACCESS_KEY_ID: 'somebody',
    AWS_SECRET_ACCESS_KEY: 'something',
  });

  expect(run.status, run.output).toBe(0);
  expect(names).not.toEqual([]);
  for (const name of names) expect(run.output).toMatch(new RegExp(`^${name} +more.env`, 'm'));
  expect(run.output).not.toContain('dify-usage: ');
}

function appId(name: string): string {
  const app = loadWorld('1.14.2').world.apps.find((each) => each.name === name);
  if (app === undefined) throw new Error(`The recorded Dify has no app ${name}`);
  return app.id;
}

function billedTokens(stage: Stage): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { period, currency, token_count } of stage.receiver.rows('app_records')) {
    const key = `${period} ${currency}`;
    sums[key] = (sums[key] ?? 0) + Number(token_count);
  }
  return sums;
}
