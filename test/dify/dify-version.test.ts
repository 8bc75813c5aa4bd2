import { describe, expect, it } from 'vitest';
import {
  type DifyTraits,
  isNewerThanKnown,
  parseDifyVersion,
  traitsOf,
} from '../../src/dify/dify-version.ts';

function versionOf(text: string) {
  const version = parseDifyVersion(text);
  if (version === undefined) throw new Error(`No version: ${text}`);
  return version;
}

describe('parseDifyVersion', () => {
  it.each([
    ['1.14.2', [1, 14, 2]],
    ['v1.9.0', [1, 9, 0]],
    [' 0.15.3 ', [0, 15, 3]],
    ['1.8.1-fix.1', [1, 8, 1]],
    ['1.10.1+build.7', [1, 10, 1]],
    ['2.0', [2, 0, 0]],
    ['1.14.2.dev0', [1, 14, 2]],
  ])('reads %j', (text, numbers) => {
    expect(versionOf(text)).toEqual({ text: text.trim(), numbers });
  });

  it.each(['', 'main', 'latest', '1', 'x1.2.3', '12345.1.1'])('does not read %j', (text) => {
    expect(parseDifyVersion(text)).toBeUndefined();
  });

  it('keeps no more than forty letters of a long one', () => {
    expect(versionOf(`1.2.3-${'x'.repeat(500)}`).text).toHaveLength(40);
  });
});

describe('isNewerThanKnown', () => {
  it.each([
    ['1.14.2', false],
    ['1.14.2-fix', false],
    ['0.99.9', false],
    ['1.14.3', true],
    ['1.15.0', true],
    ['2.0.0', true],
  ])('of %s is %s', (text, isNewer) => {
    expect(isNewerThanKnown(versionOf(text))).toBe(isNewer);
  });
});

type Flag = Exclude<keyof DifyTraits, 'counters'>;
const BORDERS: readonly (readonly [Flag, last: string, first: string])[] = [
  ['base64Password', '1.11.1', '1.11.2'],
  ['refusesAdminKey', '1.9.1', '1.9.2'],
  ['statisticsLeaveOutDebugger', '1.8.1', '1.9.0'],
  ['listsAppRuns', '1.9.1', '1.9.2'],
  ['filtersLogsByTime', '1.0.0', '1.0.1'],
  ['debugChildrenLookLikeProduction', '1.9.0', '1.9.1'],
  ['hidesAgentApps', '1.14.2', '1.14.3'],
];

describe('traitsOf', () => {
  it.each(BORDERS)('knows %s not from %s on but from %s', (flag, last, first) => {
    expect(traitsOf(versionOf(last))[flag]).toBe(false);
    expect(traitsOf(versionOf(first))[flag]).toBe(true);
  });

  it.each([
    ['refusesAdminKey', '1.10.1', '1.11.0'],
    ['debugChildrenLookLikeProduction', '1.10.1', '1.11.0'],
  ] as const)('knows %s until %s and not in %s', (flag, last, first) => {
    expect(traitsOf(versionOf(last))[flag]).toBe(true);
    expect(traitsOf(versionOf(first))[flag]).toBe(false);
  });
});
