import { describe, expect, it } from 'vitest';
import { exitStatusTable, formatExitStatusTable } from '../../src/cli/exit-status-table.ts';
import { ExitCode } from '../../src/exit-code.ts';
import { sayInEnglish } from '../../src/language/say.ts';

describe('exitStatusTable', () => {
  it('explains every status once, in ascending order', () => {
    expect(exitStatusTable.map(({ code }) => code)).toEqual(
      Object.values(ExitCode).toSorted((left, right) => left - right),
    );
  });

  it('fits in a terminal of 100 columns', () => {
    const lines = formatExitStatusTable(sayInEnglish).split('\n');

    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});
