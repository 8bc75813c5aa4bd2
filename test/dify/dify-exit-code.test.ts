import { describe, expect, it } from 'vitest';
import { difyExitCode } from '../../src/dify/dify-exit-code.ts';
import {
  HttpStatusError,
  NetworkError,
  ProxyError,
  ResponseFormatError,
  TimeoutError,
  TlsError,
} from '../../src/http/http-error.ts';
import { difyError } from '../cli/export-builders.ts';

const cause = new Error('cause');

describe('difyExitCode', () => {
  it.each([
    ['session', 77],
    ['credentials', 77],
    ['forbidden', 77],
    ['address', 78],
    ['setup', 78],
    ['unavailable', 69],
    ['gone', 69],
    ['parameter', 69],
    ['contract', 69],
  ] as const)('is for the problem %s the status %i', (problem, status) => {
    expect(difyExitCode(difyError(problem))).toBe(status);
  });

  it.each([
    [new NetworkError('dify.test', 'connection refused', { cause }), 69],
    [new TimeoutError('dify.test', 1000, { cause }), 69],
    [new HttpStatusError('dify.test', 503), 69],
    [new ProxyError('dify.test', 'proxy.test', 'reset', { remedy: 'time', cause }), 69],
    [new ResponseFormatError('dify.test', 'json'), 69],
    [new TlsError('dify.test', 'self-signed certificate', { cause }), 78],
    [new ProxyError('dify.test', 'proxy.test', 'no', { remedy: 'operator', status: 403 }), 78],
    [new ProxyError('dify.test', 'proxy.test', 'no', { remedy: 'operator', status: 407 }), 77],
    [new ResponseFormatError('dify.test', 'html'), 78],
  ])('is for %s what cures it', (error, status) => {
    expect(difyExitCode(error)).toBe(status);
  });
});
