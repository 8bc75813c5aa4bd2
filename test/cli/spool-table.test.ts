import { describe, expect, it } from 'vitest';
import { formatSpoolTable } from '../../src/cli/spool-table.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { queuedEntry } from './export-builders.ts';

const NOW = Date.parse('2026-11-26T00:05:00Z');
const EMPTY = { directory: '/state', spool: [], rejected: [], quarantine: [] };

describe('formatSpoolTable', () => {
  it('says that there is nothing', () => {
    expect(formatSpoolTable(EMPTY, NOW, sayInEnglish)).toBe('The spool in /state is empty.\n');
  });

  it('lists what waits, what was refused and what is damaged', () => {
    const listing = {
      ...EMPTY,
      spool: [queuedEntry({ id: 'a'.repeat(32) })],
      rejected: [
        queuedEntry({
          id: 'b'.repeat(32),
          attempts: 4,
          last_error: { code: 'http_422', message: 'billing.test refused the body (422)' },
        }),
      ],
      quarantine: [{ name: 'x.json', reason: 'it is not JSON' }],
    };

    expect(formatSpoolTable(listing, NOW, sayInEnglish).split('\n')).toEqual([
      'Waiting, oldest first:',
      `  ${'a'.repeat(32)}  2026-11-01..2026-11-30 per_app  512 bytes, 2 days old, 0 attempt(s)`,
      'Rejected by the receiver:',
      `  ${'b'.repeat(32)}  2026-11-01..2026-11-30 per_app  512 bytes, 2 days old, 4 attempt(s), last: billing.test refused the body (422)`,
      'Damaged, in quarantine/:',
      '  x.json  it is not JSON',
      '',
    ]);
  });

  it('leaves out the parts that are empty', () => {
    expect(formatSpoolTable({ ...EMPTY, rejected: [queuedEntry()] }, NOW, sayInEnglish)).toMatch(
      /^Rejected by the receiver:\n.*\n$/,
    );
  });

  it('lets no error and no file name move the cursor', () => {
    const last_error = { code: 'x', message: '\u001b[2J\nevil' };
    const table = formatSpoolTable(
      {
        ...EMPTY,
        spool: [queuedEntry({ last_error })],
        quarantine: [{ name: '\u001b[2J.json', reason: '\u202edlab' }],
      },
      NOW,
      sayInEnglish,
    );

    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(table.trimEnd().split('\n')).toHaveLength(4);
  });
});
