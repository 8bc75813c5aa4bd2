/** What Dify keeps of logins in Redis. */
export type AccountMemory = {
  readonly refreshTokens: Map<string, RefreshEntry>;
  /** The one token per account that a logout deletes, whoever owns it. */
  readonly latestRefreshToken: Map<string, string>;
  readonly failedLogins: Map<string, FailedLogins>;
  /** When an unknown address was last sent a mail, in milliseconds. */
  readonly mailedAt: Map<string, number>;
};

type RefreshEntry = { readonly accountId: string; readonly expiresAt: number };
type FailedLogins = { readonly count: number; readonly expiresAt: number };

export function emptyAccountMemory(): AccountMemory {
  return {
    refreshTokens: new Map(),
    latestRefreshToken: new Map(),
    failedLogins: new Map(),
    mailedAt: new Map(),
  };
}
