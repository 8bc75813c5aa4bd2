import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLineError } from '../../src/cli/command-line-error.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { sayInEnglish } from '../../src/language/say.ts';

const APP = '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30';
const OTHER_APP = '11111111-2222-4333-8444-555555555555';

const NO_GLOBALS = {
  envFile: undefined,
  caFile: undefined,
  lang: undefined,
  json: false,
  quiet: false,
  verbose: false,
};

const NO_FLAGS = {
  ...NO_GLOBALS,
  period: undefined,
  from: undefined,
  to: undefined,
  timezone: undefined,
  aggregate: undefined,
  mode: undefined,
  concurrency: undefined,
  maxRps: undefined,
  appIds: undefined,
  partialBuckets: false,
  strict: false,
  force: false,
  noCache: false,
  catchUp: undefined,
  forceLogin: false,
  lockWaitMs: 0,
  dryRun: false,
  plan: false,
  format: undefined,
  bom: false,
  output: undefined,
};

/** Parses words separated by spaces and keeps what is printed. */
function run(line: string | readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
  const parse = () =>
    parseCommandLine(words, {
      say: sayInEnglish,
      stdout: { write: (text) => (printed.stdout += text) },
      stderr: { write: (text) => (printed.stderr += text) },
    });
  return { parse, printed };
}

const parse = (line: string | readonly string[]) => run(line).parse();

describe('parseCommandLine', () => {
  it('leaves everything open when no option is given', () => {
    expect(parse('export')).toEqual({ kind: 'export', flags: NO_FLAGS });
  });

  it('reads every option of an export', () => {
    const line =
      'export --period last_month --timezone Asia/Tokyo --aggregate daily --partial-buckets ' +
      '--mode both --dry-run --format csv --bom --output usage.csv --strict --concurrency 4 ' +
      '--max-rps 2.5 --force --force-login --lock-wait 30 --env-file a.env --ca-file ca.pem --json --verbose';

    expect(parse(line)).toEqual({
      kind: 'export',
      flags: {
        envFile: 'a.env',
        caFile: 'ca.pem',
        json: true,
        quiet: false,
        verbose: true,
        period: 'last_month',
        from: undefined,
        to: undefined,
        timezone: 'Asia/Tokyo',
        aggregate: 'daily',
        mode: 'both',
        concurrency: '4',
        maxRps: '2.5',
        appIds: undefined,
        partialBuckets: true,
        strict: true,
        force: true,
        noCache: false,
        catchUp: undefined,
        forceLogin: true,
        lockWaitMs: 30_000,
        dryRun: true,
        plan: false,
        format: 'csv',
        bom: true,
        output: 'usage.csv',
      },
    });
  });

  it('reads both days of a custom period', () => {
    expect(parse('export --from 2026-11-01 --to=2026-11-30')).toMatchObject({
      flags: { from: '2026-11-01', to: '2026-11-30' },
    });
  });

  it('takes each app once, in the order given', () => {
    const line = `export --app ${OTHER_APP} --app ${APP.toUpperCase()} --app ${OTHER_APP}`;

    expect(parse(line)).toMatchObject({ flags: { appIds: [OTHER_APP, APP] } });
  });

  it.each([
    '--json --env-file a.env export --period today',
    'export --json --period today --env-file a.env',
    '--env-file a.env export --period today --json',
  ])('takes global options anywhere: %s', (line) => {
    expect(parse(line)).toEqual({
      kind: 'export',
      flags: { ...NO_FLAGS, json: true, envFile: 'a.env', period: 'today' },
    });
  });

  it('reads the commands of the spool', () => {
    expect(parse('spool list --json')).toEqual({
      kind: 'spool-list',
      flags: { ...NO_GLOBALS, json: true },
    });
    expect(parse('spool show 4f9d')).toEqual({ kind: 'spool-show', flags: NO_GLOBALS, id: '4f9d' });
    expect(parse('spool retry')).toEqual({
      kind: 'spool-retry',
      flags: NO_GLOBALS,
      ids: [],
      lockWaitMs: 0,
    });
    expect(parse('spool retry --lock-wait 5 4f9d 00aa')).toEqual({
      kind: 'spool-retry',
      flags: NO_GLOBALS,
      ids: ['4f9d', '00aa'],
      lockWaitMs: 5000,
    });
    expect(parse('spool rm 4f9d 00aa 4f9d')).toEqual({
      kind: 'spool-rm',
      flags: NO_GLOBALS,
      ids: ['4f9d', '00aa'],
      yes: false,
      lockWaitMs: 0,
    });
    expect(parse('--quiet spool --env-file e rm --yes --lock-wait 60 4f9d')).toEqual({
      kind: 'spool-rm',
      flags: { ...NO_GLOBALS, quiet: true, envFile: 'e' },
      ids: ['4f9d'],
      yes: true,
      lockWaitMs: 60_000,
    });
  });

  it('reads check, which sends nothing to the receiver unless it is told to', () => {
    expect(parse('check')).toEqual({
      kind: 'check',
      flags: {
        envFile: undefined,
        caFile: undefined,
        json: false,
        quiet: false,
        verbose: false,
      },
      sendTest: false,
      forceLogin: false,
    });
    expect(parse('check --send-test --force-login --quiet')).toMatchObject({
      kind: 'check',
      flags: { quiet: true },
      sendTest: true,
      forceLogin: true,
    });
  });

  it('reads the commands of the cache', () => {
    expect(parse('cache verify --json')).toEqual({
      kind: 'cache-verify',
      flags: { ...NO_GLOBALS, json: true },
    });
    expect(parse('cache clear')).toEqual({
      kind: 'cache-clear',
      flags: NO_GLOBALS,
      before: undefined,
      yes: false,
      lockWaitMs: 0,
    });
    expect(parse('cache --env-file e clear --before 2026-01-31 --yes --lock-wait 60')).toEqual({
      kind: 'cache-clear',
      flags: { ...NO_GLOBALS, envFile: 'e' },
      before: '2026-01-31',
      yes: true,
      lockWaitMs: 60_000,
    });
  });

  it.each([
    [
      'export --lock-wait soon',
      "Option '--lock-wait <seconds>' argument 'soon' is invalid. Use a number from 0 to 86400.",
    ],
    [
      'cache clear --before 2026-02-30',
      "Option '--before <date>' argument '2026-02-30' is invalid. Use a date such as 2026-01-31.",
    ],
    ['export --perod today', "Unknown option '--perod' (Did you mean --period?)"],
    ['exprt', "Unknown command 'exprt' (Did you mean export?)"],
    ['exprt --help', "Unknown command 'exprt' (Did you mean export?)"],
    ['help exprt', "Unknown command 'exprt' (Did you mean export?)"],
    ['help spool lst', "Unknown command 'lst' (Did you mean list?)"],
    ['spool lst --help', "Unknown command 'lst' (Did you mean list?)"],
    ['cache cleer', "Unknown command 'cleer' (Did you mean clear?)"],
    ['spool rm 4f9d --ye', "Unknown option '--ye' (Did you mean --yes?)"],
    ['--jsn export', "Unknown option '--jsn' (Did you mean --json?)"],
    ['completion', "Missing required argument 'shell'."],
    [
      'completion tcsh',
      "Command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
    ],
    ['export today', "Too many arguments for 'export'. Expected 0 arguments but got 1."],
    [
      'export --period today --from 2026-11-01 --to 2026-11-02',
      "Option '--period <period>' cannot be used with option '--from <date>'.",
    ],
    ['export --plan --dry-run', "Option '--plan' cannot be used with option '--dry-run'."],
    ['export --output a --plan', "Option '--plan' cannot be used with option '--output <file>'."],
    [
      'export --plan --format csv',
      "Option '--plan' cannot be used with option '--format <format>'.",
    ],
    ['export --catch-up --plan', "Option '--plan' cannot be used with option '--catch-up [n]'."],
    ['export --plan --force', "Option '--plan' cannot be used with option '--force'."],
    ['--quiet export --verbose', "Option '--quiet' cannot be used with option '--verbose'."],
    ['export --from 2026-11-01', 'The options --from and --to need each other: give both days.'],
    ['export --to 2026-11-01', 'The options --from and --to need each other: give both days.'],
    ['export --bom', 'The option --bom is for CSV: add --format csv.'],
    ['export --format table --bom', 'The option --bom is for CSV: add --format csv.'],
    [
      'export --format xml',
      "Option '--format <format>' argument 'xml' is invalid. Allowed choices are json, ndjson, csv, table.",
    ],
    ['export --period', "Option '--period <period>' argument missing."],
    ['spool show', "Missing required argument 'id'."],
    ['spool rm --yes', "Missing required argument 'ids'."],
  ])('refuses %s', (line, message) => {
    const { parse, printed } = run(line);

    expect(parse).toThrow(CommandLineError);
    expect(parse).toThrow(message);
    expect(printed).toEqual({ stdout: '', stderr: '' });
  });

  it.each([
    ['exprt', ''],
    ['exprt --help', ''],
    ['--quiet --verbose export', ''],
    ['', ''],
    ['export --perod today', 'export'],
    ['export --from 2026-11-01', 'export'],
    ['spool', 'spool'],
    ['spool lst', 'spool'],
    ['help spool lst', 'spool'],
    ['spool rm', 'spool rm'],
    ['cache clear --before soon', 'cache clear'],
    ['completion tcsh', 'completion'],
  ])('knows whose help is wanted after %j', (line, commandName) => {
    expect(run(line).parse).toThrow(expect.objectContaining({ commandName }));
  });

  it('reads the shell to print a completion script for', () => {
    expect(parse('completion fish --quiet')).toEqual({
      kind: 'completion',
      flags: { ...NO_GLOBALS, quiet: true },
      shell: 'fish',
    });
  });

  it('gives a mistake the status 64', () => {
    expect(new CommandLineError('No').exitCode).toBe(64);
  });

  it.each(['--period', '--env-file', '--mode', '--output', '--concurrency'])(
    'does not take an empty shell variable for a missing %s',
    (option) => {
      expect(() => parse(['export', option, ' '])).toThrow('It is empty.');
    },
  );

  it.each(['my-app', `${APP}0`, '*', ''])('refuses the app id %j', (id) => {
    expect(() => parse(['export', '--app', id])).toThrow('Use a UUID such as');
  });

  it.each(['../run.lock', '/etc/passwd', '.hidden', 'a/b', 'a\\b', '', 'x'.repeat(200), 'a\n'])(
    'lets no entry id %j leave the spool',
    (id) => {
      expect(() => parse(['spool', 'show', id])).toThrow(CommandLineError);
      expect(() => parse(['spool', 'rm', id, '--yes'])).toThrow(CommandLineError);
    },
  );

  it('repeats a hostile argument harmlessly', () => {
    const hostile = `\u001b]0;x\u0007\u202e\n${'あ'.repeat(10_000)}`;

    expect(() => parse(['export', '--format', hostile])).toThrow(/^Option .{1,300}$/);
    expect(() => parse([hostile])).not.toThrow(/[\p{Cc}\u202e]/u);
  });

  it.each(['', 'spool', 'cache'])(
    'shows help on stderr when a command is missing: "%s"',
    (line) => {
      const { parse, printed } = run(line);

      expect(parse).toThrow('There is no command.');
      expect(printed.stdout).toBe('');
      expect(printed.stderr).toContain('Usage: dify-usage');
    },
  );

  it('prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { parse, printed } = run('--version');

    expect(parse()).toEqual({ kind: 'shown' });
    expect(printed).toEqual({ stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    '--help',
    'help',
    'help help',
    'help spool rm',
    'help export today',
    'completion --help',
    'export --help',
    'help export',
    'spool --help',
    'spool list --help',
    'spool show --help',
    'spool retry --help',
    'spool rm --help',
    'cache --help',
    'cache verify --help',
    'cache clear --help',
    'check --help',
  ])('prints help with the exit statuses for %s', (line) => {
    const { parse, printed } = run(line);

    expect(parse()).toEqual({ kind: 'shown' });
    expect(printed.stderr).toBe('');
    expect(printed.stdout).toContain('Usage: dify-usage');
    expect(printed.stdout).toContain('\n\nExit statuses, and who has to act:\n');
    expect(printed.stdout).toContain(
      '   73  neither delivered nor spooled                                        an operator, now\n',
    );
  });

  it.each(['--help', 'export --help', 'spool --help', 'cache --help', 'check --help'])(
    'shows examples with %s',
    (line) => {
      const { parse, printed } = run(line);
      parse();

      expect(printed.stdout).toContain('\nExamples:\n');
      expect(printed.stdout).toContain('--env-file <file>');
    },
  );

  it('takes for config the options of an export that outrank a variable, and no others', () => {
    expect(parse('config --mode per_user --timezone Asia/Tokyo --json')).toEqual({
      kind: 'config',
      flags: {
        ...NO_GLOBALS,
        json: true,
        period: undefined,
        from: undefined,
        to: undefined,
        timezone: 'Asia/Tokyo',
        aggregate: undefined,
        mode: 'per_user',
        concurrency: undefined,
      },
    });
    expect(() => parse('config --dry-run')).toThrow("Unknown option '--dry-run'");
    expect(() => parse('config --from 2026-10-01')).toThrow('need each other');
  });
});
