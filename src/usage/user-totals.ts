import type { Amount } from './amounts.ts';
import type { UsageUser, UserUsage } from './app-detail.ts';
import { type NamedUser, UNATTRIBUTED } from './name-users.ts';

/** What one user of an app did in one bucket, under the name that the receiver gets. */
export type UserTotals = NamedUser & {
  readonly bucket: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** How many of these tokens were divided in proportion … */
  readonly allocatedTokens: number;
  /** … and for how many nobody can be found. */
  readonly unattributedTokens: number;
  readonly messages: number;
  readonly conversations: number;
};

/**
 * The users of an app, whose tokens add up to the app's in every bucket: what nobody can be
 * found for is one record. Throws a `TypeError` when they have more than the app.
 */
export function sumUsers(
  appId: string,
  users: readonly UserUsage[],
  amounts: readonly Amount[],
  nameOf: (user: UsageUser | undefined) => NamedUser,
): UserTotals[] {
  const sums = new Map<string, UserTotals>();
  const rests = new Map<string, number>();
  for (const { bucket, tokens } of amounts) rests.set(bucket, (rests.get(bucket) ?? 0) + tokens);

  const add = (usage: UserTotals) => {
    const key = JSON.stringify([usage.bucket, usage.userType, usage.userId]);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? usage : addUsage(sum, usage));
  };
  for (const { user, ...usage } of users) {
    const tokens = usage.promptTokens + usage.completionTokens;
    rests.set(usage.bucket, (rests.get(usage.bucket) ?? 0) - tokens);
    const certainty =
      user === undefined
        ? { allocatedTokens: 0, unattributedTokens: tokens }
        : { unattributedTokens: 0 };
    add({ ...usage, ...nameOf(user), ...certainty });
  }
  for (const [bucket, rest] of rests) {
    if (rest < 0) {
      throw new TypeError(`The users of the app ${appId} have more tokens than it in ${bucket}`);
    }
    add({ ...NOTHING, ...UNATTRIBUTED, bucket, promptTokens: rest, unattributedTokens: rest });
  }
  return [...sums.values()].filter(isUsage);
}

const NOTHING = {
  promptTokens: 0,
  completionTokens: 0,
  allocatedTokens: 0,
  messages: 0,
  conversations: 0,
} as const;

/** A failed message is usage without tokens. */
function isUsage({ promptTokens, completionTokens, messages }: UserTotals): boolean {
  return promptTokens + completionTokens > 0 || messages > 0;
}

function addUsage(sum: UserTotals, usage: UserTotals): UserTotals {
  return {
    ...sum,
    promptTokens: sum.promptTokens + usage.promptTokens,
    completionTokens: sum.completionTokens + usage.completionTokens,
    allocatedTokens: sum.allocatedTokens + usage.allocatedTokens,
    unattributedTokens: sum.unattributedTokens + usage.unattributedTokens,
    messages: sum.messages + usage.messages,
    conversations: sum.conversations + usage.conversations,
  };
}
