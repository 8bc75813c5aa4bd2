/** A command of a ```console block, and what the document says that it prints. */
export type ConsoleRun = {
  readonly command: string;
  readonly output: string;
};

export function consoleRuns(text: string): readonly ConsoleRun[] {
  return text
    .split(/^(?=\$ )/m)
    .filter((part) => part !== '')
    .map((part) => {
      const [, command = '', output = ''] = /^\$ (.*)\n?([\s\S]*)$/.exec(part) ?? [];
      if (command === '') throw new Error(`Not a command with its output: ${part}`);
      return { command, output: output.trimEnd() };
    });
}
