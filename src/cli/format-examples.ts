import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';

/** What to type, the same in every language, and what for where that does not show. */
export type Example = { readonly purpose?: Message; readonly commands: readonly string[] };

/** The examples as the help of a command ends with them. */
export function formatExamples(examples: readonly Example[], say: Say): string {
  const lines = examples.flatMap(({ purpose, commands }) =>
    purpose === undefined
      ? commands.map((command) => `  ${command}`)
      : [`  ${say(purpose)}`, ...commands.map((command) => `    ${command}`)],
  );
  return ['', say(message('help_examples')), ...lines].join('\n');
}
