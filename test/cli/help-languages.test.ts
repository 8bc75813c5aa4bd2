import { Help, type Command as Program } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/build-program.ts';
import { type CommandDescription, describeCommand } from '../../src/cli/describe-command.ts';
import { displayWidth } from '../../src/cli/formats/display-width.ts';
import { listCommands } from '../../src/cli/list-commands.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { loadLanguage } from '../../src/language/load-language.ts';
import { type Say, sayInEnglish } from '../../src/language/say.ts';

const NAMES = listCommands(describeCommand(buildProgram(() => undefined, sayInEnglish))).map(
  ({ name }) => name,
);

const COMMAND_LINE = /^ +(?:dify-usage|mkdir) .*$/gm;
const TWO_ENGLISH_WORDS = /\b[a-z]{2,} [a-z]{2,}\b/i;

describe.each([
  ['en', 'Usage:', 'Exit statuses, and who has to act:', /\w/],
  [
    'ja',
    '使い方:',
    '終了ステータスと、対応する人:',
    /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ],
  ['zh', '用法：', '退出状态码，以及应由谁处理：', /\p{Script=Han}/u],
] as const)('the help in %s', (language, usage, statuses, script) => {
  let say: Say;
  beforeAll(async () => {
    say = await loadLanguage(language);
  });

  it.each(NAMES)('says how %j is used and ends with the exit statuses', (name) => {
    const help = helpOf(name, say);
    const [table = ''] = help.split(`\n${statuses}\n`).slice(1);

    expect(help.startsWith(`${usage} dify-usage ${name}`)).toBe(true);
    expect(table.match(/^ +\d+ {2}\S.* {2}\S/gm)).toHaveLength(14);
    expect(table.endsWith('\n')).toBe(true);
  });

  it.each(NAMES)('fits in a terminal of 100 columns for %j, but for commands', (name) => {
    const lines = helpOf(name, say).replaceAll(COMMAND_LINE, '').split('\n');

    expect(lines.filter((line) => displayWidth(line) > 100)).toEqual([]);
  });

  it('has the same commands, options, arguments and examples as in English', () => {
    const spoken = describeCommand(buildProgram(() => undefined, say));
    const english = describeCommand(buildProgram(() => undefined, sayInEnglish));

    expect(listCommands(spoken).map(withoutWords)).toEqual(listCommands(english).map(withoutWords));
  });

  it('is in its script, in every text', () => {
    const texts = listCommands(describeCommand(buildProgram(() => undefined, say))).flatMap(
      textsOf,
    );

    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((text) => !script.test(text))).toEqual([]);
  });
});

describe.each(['ja', 'zh'] as const)('the help in %s', (language) => {
  it.each(NAMES)('has no English left for %j', async (name) => {
    const say = await loadLanguage(language);
    const command = listCommands(describeCommand(buildProgram(() => undefined, say))).find(
      (each) => each.name === name,
    );
    const [, ...lines] = helpOf(name, say).replaceAll(COMMAND_LINE, '').split('\n');
    const words = termsOf(command).reduce((text, term) => text.replace(term, ''), lines.join('\n'));

    expect(words).not.toMatch(TWO_ENGLISH_WORDS);
    expect(words).not.toMatch(/\b(?:choices|preset|default|Options|Commands|Arguments)\b/i);
  });
});

describe('the help in English', () => {
  it.each([30, 60, 80, 100, 160])('is what commander itself prints in %i columns', (helpWidth) => {
    for (const command of commandsOf(buildProgram(() => undefined, sayInEnglish))) {
      const ours = Object.assign(command.createHelp(), { helpWidth });
      const own = Object.assign(new Help(), { helpWidth, showGlobalOptions: true });

      expect(ours.formatHelp(command, ours)).toBe(own.formatHelp(command, own));
    }
  });
});

function helpOf(name: string, say: Say): string {
  let stdout = '';
  const args = [...name.split(' ').filter(Boolean), '--help'];
  parseCommandLine(args, {
    say,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => expect.unreachable() },
  });
  return stdout;
}

function commandsOf(command: Program): readonly Program[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function withoutWords({ usage, arguments: args, options, examples }: CommandDescription) {
  return {
    usage,
    arguments: args.map(({ term, words }) => ({ term, words })),
    options: options.map(({ term, value, conflicts }) => ({ term, value, conflicts })),
    examples: examples.match(COMMAND_LINE),
  };
}

function textsOf(command: CommandDescription): readonly string[] {
  const { summary, description, arguments: args, options, examples } = command;
  return [
    summary,
    ...description.split('\n\n'),
    ...[...args, ...options].map((each) => each.description),
    ...examples.replaceAll(COMMAND_LINE, '').split('\n').filter(Boolean),
  ];
}

/** What stands in the left column, such as `spool [options] <ids...>`. */
function termsOf(command: CommandDescription | undefined): readonly string[] {
  return (command?.commands ?? []).map(({ usage }) => ` ${usage.split(' ').slice(-2).join(' ')}`);
}
