import { describe, expect, it } from 'vitest';
import { exitStatusTable, formatExitStatusTable } from '../../src/cli/exit-status-table.ts';
import { displayWidth } from '../../src/cli/formats/display-width.ts';
import { ExitCode } from '../../src/exit-code.ts';
import { languages } from '../../src/language/languages.ts';
import { loadLanguage } from '../../src/language/load-language.ts';

describe('exitStatusTable', () => {
  it('explains every status once, in ascending order', () => {
    expect(exitStatusTable.map(({ code }) => code)).toEqual(
      Object.values(ExitCode).toSorted((left, right) => left - right),
    );
  });

  it.each(languages)('fits in a terminal of 100 columns in %s', async (language) => {
    const lines = formatExitStatusTable(await loadLanguage(language)).split('\n');

    expect(lines.filter((line) => displayWidth(line) > 100)).toEqual([]);
  });
});
