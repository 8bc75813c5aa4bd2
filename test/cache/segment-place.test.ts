import { describe, expect, it } from 'vitest';
import {
  APP_FOLDER,
  appFolder,
  dayOf,
  parseSegmentName,
  segmentPath,
  sourceFolder,
} from '../../src/cache/segment-place.ts';
import { APP_ID, SOURCE } from '../support/cache.ts';

describe('appFolder', () => {
  it('is the id when that is a UUID', () => {
    expect(appFolder(APP_ID)).toBe(APP_ID);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    '/etc/passwd',
    '__proto__',
    'app-1',
    `${APP_ID}/..`,
    `${APP_ID}\n`,
    APP_ID.toUpperCase(),
    'x'.repeat(100),
    '👨‍👩‍👧‍👦',
    '\u202egnirts',
    'nul\0byte',
  ])('is a hash for anything else: %j', (id) => {
    expect(appFolder(id)).toMatch(/^app-[0-9a-f]{32}$/);
    expect(appFolder(id)).toMatch(APP_FOLDER);
  });

  it('tells halves of characters apart', () => {
    expect(appFolder('\ud800')).not.toBe(appFolder('\ud801'));
  });
});

describe('sourceFolder', () => {
  it('is another one for every Dify and workspace', () => {
    expect(sourceFolder(SOURCE)).toBe('7d6519f858e27f0bbc722008ef50076e');
    expect(sourceFolder({ ...SOURCE, workspaceId: 'workspace-2' })).not.toBe(sourceFolder(SOURCE));
    expect(sourceFolder({ ...SOURCE, origin: 'http://dify.example.com' })).not.toBe(
      sourceFolder(SOURCE),
    );
    expect(sourceFolder({ origin: 'a', workspaceId: 'bc' })).not.toBe(
      sourceFolder({ origin: 'ab', workspaceId: 'c' }),
    );
  });
});

describe('segmentPath', () => {
  it('has the source, the app and the day', () => {
    expect(segmentPath({ source: 's', app: APP_ID, day: '2026-10-05' })).toBe(
      `cache/s/${APP_ID}/2026-10-05.ndjson.gz`,
    );
  });
});

describe('parseSegmentName', () => {
  it('finds the day', () => {
    expect(parseSegmentName('2026-10-05.ndjson.gz')).toBe('2026-10-05');
  });

  it.each([
    '2026-02-30.ndjson.gz',
    '2026-10-05.ndjson',
    '2026-10-05.ndjson.gz.0a1b2c3d.tmp',
    '+010000-01.ndjson.gz',
    'notes.txt',
    '',
  ])('does not take %j for a segment', (name) => {
    expect(parseSegmentName(name)).toBeUndefined();
  });
});

describe('dayOf', () => {
  it.each([
    ['2026-10-05T00:00:00.000Z', '2026-10-05'],
    ['2026-10-05T23:59:59.999Z', '2026-10-05'],
    ['0000-01-01T00:00:00Z', '0000-01-01'],
    ['9999-12-31T23:59:59Z', '9999-12-31'],
  ])('is the UTC day of %s', (text, day) => {
    expect(dayOf(Date.parse(text))).toBe(day);
  });

  it.each(['+010000-01-01T00:00:00Z', '-000001-12-31T23:59:59Z'])('has none for %s', (text) => {
    expect(dayOf(Date.parse(text))).toBeUndefined();
  });
});
