import { HttpError } from '../http/http-error.ts';
import { difyFailure } from './failure.ts';
import type { HopResult } from './hop.ts';

/** What Dify refuses is a finding; a bug of ours passes through. */
export async function unlessDifyFails<Value>(
  look: () => Promise<HopResult<Value>>,
): Promise<HopResult<Value>> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { findings: [difyFailure(error)] };
  }
}
