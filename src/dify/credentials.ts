import type { DifyError } from './dify-error.ts';

export type Headers = Readonly<Record<string, string>>;

/** What authorises a request, and how it is renewed when Dify no longer takes it. */
export type Credentials = {
  headers(): Promise<Headers>;
  /**
   * Called when Dify has refused a request with the headers `refused`; throws when there is nothing
   * left to try. False when they were replaced in the meantime, so that the present headers may still
   * be good and nothing was renewed.
   */
  renew(refusal: DifyError, refused: Headers): Promise<boolean>;
};
