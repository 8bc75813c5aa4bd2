import type { DifyError } from './dify-error.ts';

export type Headers = Readonly<Record<string, string>>;

/** What authorises a request, and how it is renewed when Dify no longer takes it. */
export type Credentials = {
  headers(): Promise<Headers>;
  /**
   * After a refusal of these headers; throws when there is nothing left to try. False when others
   * have replaced them since, so that this refusal tells nothing of the present ones.
   */
  renew(refusal: DifyError, refused: Headers): Promise<boolean>;
};
