import { HttpError } from '../http/http-error.ts';
import type { Finding, HopResult } from './hop.ts';

/** What a look has found, or its failure as a finding; a bug of ours passes through. */
export async function orFailure<Value>(
  failure: (error: HttpError) => Finding,
  look: () => Promise<HopResult<Value>>,
): Promise<HopResult<Value>> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { findings: [failure(error)] };
  }
}
