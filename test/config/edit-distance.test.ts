import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/config/edit-distance.ts';

describe('editDistance', () => {
  it.each([
    ['DIFY_EMAIL', 'DIFY_EMAIL', 0],
    ['DIFY_PASWORD', 'DIFY_PASSWORD', 1],
    ['DIFY_EMIAL', 'DIFY_EMAIL', 1],
    ['EDIFY_EMAIL', 'DIFY_EMAIL', 1],
    ['DIFY_E_MAIL', 'DIFY_EMAIL', 1],
    ['DIFY_EMAYL', 'DIFY_EMAIL', 1],
    ['FDIY_EMIAL', 'DIFY_EMAIL', 3],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['ca', 'abc', 3],
  ])('counts the slips between "%s" and "%s"', (left, right, slips) => {
    expect(editDistance(left, right)).toBe(slips);
    expect(editDistance(right, left)).toBe(slips);
  });
});
