import { describe, expect, it } from 'vitest';
import { decodePythonBase64 } from '../support/fake-dify/python-base64.ts';

describe('decodePythonBase64', () => {
  it.each([
    ['UGFzc3dvcmQx', 'Password1'],
    ['UGFzc3dvcmQxMg==', 'Password12'],
    ['UGFzc3dvcmQxMjM=', 'Password123'],
    ['5a+G56CBMQ==', '密码1'],
    ['', ''],
  ])('reads %s', (text, plain) => {
    expect(decodePythonBase64(text)).toBe(plain);
  });

  it('reads base64url where the dropped dashes leave whole groups', () => {
    expect(decodePythonBase64('ISFnTmV-d0Y-Qg==')).toBe('!!gNe]ф ');
  });

  it.each([
    ['without its padding', 'UGFzc3dvcmQxMg'],
    ['that is no UTF-8', 'w7_Dvj4-Pj8_P2FBMQ=='],
    ['of plain letters and digits', 'Wrong0Password1'],
    ['beyond ASCII', 'パスワード'],
  ])('refuses a text %s', (_, text) => {
    expect(decodePythonBase64(text)).toBeUndefined();
  });
});
