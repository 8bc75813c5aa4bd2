import type { Instant } from '../period/period.ts';
import type { App, AppModel } from '../usage/app.ts';
import type { ModelName } from '../usage/ledger-call.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import type { ListedCall } from './listed-call.ts';

export type ConversationModels = {
  /** By the calls' model key. */
  readonly known: ReadonlyMap<string, ModelName>;
  /** Taken where the price does not tell: the debugger may have tried another model. */
  readonly probable: ReadonlyMap<string, ModelName>;
};

/**
 * The model that each conversation began with, as far as Dify says it: in the list (1.14 on), by a
 * configuration that has not been saved since, or in a detail that somebody has opened before.
 */
export async function findConversationModels(
  scope: CollectScope,
  app: App,
  calls: Iterable<ListedCall>,
): Promise<ConversationModels> {
  const known = new Map<string, ModelName>();
  const probable = new Map<string, ModelName>();
  const unknown: ListedCall[] = [];

  const seen = new Set<ListedCall['conversation']>();
  for (const call of calls) {
    const { modelKey, conversation, isConsole } = call;
    if (seen.has(conversation)) continue;
    seen.add(conversation);
    const present = presentModel(app, conversation.createdAt);
    const mayBeDebugger = isConsole && !scope.session.traits.statisticsLeaveOutDebugger;
    if (conversation.model !== undefined) known.set(modelKey, conversation.model);
    else if (present === undefined) unknown.push(call);
    else if (mayBeDebugger) probable.set(modelKey, present);
    else known.set(modelKey, present);
  }

  const kind = app.mode === 'completion' ? 'completion' : 'chat';
  const asked = new Set<string>();
  await forEachConcurrently(unknown, scope.workers, async ({ modelKey, conversation }) => {
    if (!conversation.isRead || known.has(modelKey) || asked.has(modelKey)) return;
    asked.add(modelKey);
    const detail = await scope.reader.readConversationDetail(kind, conversation);
    if (detail?.model !== undefined) known.set(modelKey, detail.model);
  });
  return { known, probable };
}

/** The model of an app's configuration if a conversation certainly began with it. */
function presentModel({ model }: App, createdAt: Instant | undefined): ModelName | undefined {
  return model !== undefined && isConfigurationOf(model, createdAt)
    ? { provider: model.provider, name: model.name }
    : undefined;
}

/** Both times are rounded to whole seconds: within the same one the order is not known. */
export function isConfigurationOf({ savedAt }: AppModel, createdAt: Instant | undefined): boolean {
  return savedAt !== undefined && createdAt !== undefined && savedAt + 1000 < createdAt;
}
