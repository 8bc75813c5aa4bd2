import { describe, expect, it } from 'vitest';
import { cutBuckets } from '../../src/period/buckets.ts';
import { createCellFinder, windowOfCells } from '../../src/period/minute-cell.ts';
import { planStatisticsWindows } from '../../src/period/statistics-windows.ts';

function windowsOf(start: string, end: string, timeZone: string, accountTimeZone: string) {
  const period = { start: Date.parse(start), end: Date.parse(end), timeZone };
  return planStatisticsWindows(cutBuckets(period, 'daily'), accountTimeZone);
}

describe('the shortest stretch around an instant', () => {
  it('is its minute, in the bucket where the ledger has it', () => {
    const windows = windowsOf('2026-10-01T00:00:00Z', '2026-10-03T00:00:00Z', 'UTC', 'Asia/Tokyo');
    const cell = createCellFinder(windows, 'Asia/Tokyo')(Date.parse('2026-10-01T23:59:59Z'));

    expect(cell).toMatchObject({
      from: Date.parse('2026-10-01T23:59:00Z'),
      to: Date.parse('2026-10-02T00:00:00Z'),
      bucket: '2026-10-01',
    });
    expect(cell && windowOfCells(cell, cell, 'Asia/Tokyo')).toMatchObject({
      start: '2026-10-02 08:59',
      end: '2026-10-02 09:00',
    });
  });

  it('is the whole hour that the clocks pass twice', () => {
    const zone = 'America/New_York';
    const windows = windowsOf('2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', zone, zone);
    const cell = createCellFinder(windows, zone)(Date.parse('2026-11-01T05:30:00Z'));

    expect(cell).toMatchObject({
      from: Date.parse('2026-11-01T04:59:00Z'),
      to: Date.parse('2026-11-01T06:00:00Z'),
    });
  });

  it('follows the ledger beyond the end of an open period, which is not a whole minute', () => {
    const windows = windowsOf('2026-10-01T00:00:00Z', '2026-10-01T10:41:20Z', 'UTC', 'UTC');

    expect(createCellFinder(windows, 'UTC')(Date.parse('2026-10-01T10:41:40Z'))?.bucket).toBe(
      '2026-10-01',
    );
    expect(createCellFinder(windows, 'UTC')(Date.parse('2026-10-01T10:42:00Z'))).toBeUndefined();
  });

  it('does not exist before the period', () => {
    const windows = windowsOf('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z', 'UTC', 'UTC');

    expect(createCellFinder(windows, 'UTC')(Date.parse('2026-09-30T23:59:59Z'))).toBeUndefined();
  });
});

describe('the cells of a month with a change of the clocks', () => {
  it.each(['America/New_York', 'Europe/Dublin', 'Asia/Tokyo', 'Australia/Lord_Howe'])(
    'hold every minute of %s once, within the window that bills it',
    (zone) => {
      const windows = windowsOf('2026-10-20T12:00:00Z', '2026-11-05T12:00:00Z', 'UTC', zone);
      const findCell = createCellFinder(windows, zone);
      let cursor = windows.at(0)?.from ?? 0;
      const end = windows.at(-1)?.to ?? 0;

      while (cursor < end) {
        const cell = findCell(cursor);
        if (cell !== undefined) {
          expect(cell.from).toBe(cursor);
          expect(cell.window.from <= cell.from && cell.to <= cell.window.to).toBe(true);
          expect(findCell(cell.to - 1)).toMatchObject({ from: cell.from, to: cell.to });
        }
        cursor = cell?.to ?? cursor + 60_000;
      }
      expect(cursor).toBe(end);
    },
  );
});
