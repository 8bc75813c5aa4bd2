import type { Instant } from '../period/period.ts';
import type { UsageUser } from './app-detail.ts';
import { joinKey } from './join-key.ts';

/** One message of a chat or agent-chat app, or one generation of a completion app. */
export type LedgerCall = {
  readonly id: string;
  readonly conversationId: string;
  /** Calls of equal key ran on the same model: a conversation, or one minute of a completion app. */
  readonly modelKey: string;
  readonly at: Instant;
  readonly bucket: string;
  readonly user: UsageUser | undefined;
  /** Explore or debugger. */
  readonly isConsole: boolean;
  /** Undefined for a generation whose detail nobody has opened: no list shows its tokens. */
  readonly tokens: CallTokens | undefined;
};

export type CallTokens = { readonly prompt: number; readonly completion: number };

export type ModelName = { readonly provider: string; readonly name: string };

/** In the order of time; Dify's whole seconds have ties, which the id decides. */
export function compareCalls(left: LedgerCall, right: LedgerCall): number {
  if (left.at !== right.at) return left.at - right.at;
  return left.id < right.id ? -1 : 1;
}

/** Or may have: the tokens of an unread generation are not known. */
export function hasSpent({ tokens }: LedgerCall): boolean {
  return tokens === undefined || tokens.prompt + tokens.completion > 0;
}

export function isUnread({ tokens }: LedgerCall): boolean {
  return tokens === undefined;
}

export function sumCallTokens(calls: Iterable<LedgerCall>): number {
  let sum = 0;
  for (const { tokens } of calls)
    sum += tokens === undefined ? 0 : tokens.prompt + tokens.completion;
  return sum;
}

/** `end_user` and `account` are never the same person; undefined is nobody. */
export function userKey(user: UsageUser | undefined): string {
  return user === undefined ? '' : joinKey(user.type, user.id);
}

export function modelNameKey({ provider, name }: ModelName): string {
  return joinKey(provider, name);
}
