import { type AppOptions, addApp } from './build-app.ts';
import {
  addConversation,
  addMessage,
  type ConversationOptions,
  type MessageOptions,
} from './build-message.ts';
import { addAccount, addWorkspace, endUserOf } from './build-people.ts';
import { addRun, type RunOptions } from './build-run.ts';
import { type Draft, emptyDraft } from './draft.ts';
import type { Origin } from './origin.ts';
import type { WorldAccount, WorldApp, WorldConversation, WorldRun } from './world.ts';

export type WorldBuilder = ReturnType<typeof worldBuilder>;

export const OWNER = { email: 'admin@example.com', password: 'builder-pass-1' } as const;

/**
 * Builds a world as a Dify of this version would have stored it, wrong totals included.
 *
 * There are one workspace and its owner, whose zone is UTC unless told otherwise.
 */
export function worldBuilder(version: string, { timeZone = 'UTC' } = {}) {
  const draft = emptyDraft(version);
  const owner = addAccount(draft, { ...OWNER, name: 'Admin', timezone: timeZone });
  addWorkspace(draft, 'Home', owner);
  return {
    version,
    world: draft.world,
    owner,
    account: (fields: Partial<WorldAccount> = {}) => addAccount(draft, fields),
    workspace: (name: string, ofOwner = owner) => addWorkspace(draft, name, ofOwner),
    app: (mode: string, options: AppOptions = {}) => addApp(draft, mode, options),
    endUser: (app: WorldApp, sessionId: string, origin?: Origin) =>
      endUserOf(draft, app, sessionId, origin),
    conversation: (app: WorldApp, options: ConversationOptions = {}) =>
      addConversation(draft, app, options),
    message: (app: WorldApp, options: MessageOptions = {}) => addMessage(draft, app, options),
    run: (app: WorldApp, options: RunOptions = {}) => addRun(draft, app, options),
    deleteConversation: (conversation: WorldConversation) =>
      deleteConversation(draft, conversation),
    deleteRun,
  };
}

/** As the version deletes: the rows go, or are only marked. The runs stay. */
function deleteConversation({ world, preset }: Draft, conversation: WorldConversation): void {
  if (!preset.hardDeletes) {
    conversation.isDeleted = true;
    return;
  }
  remove(world.conversations, (row) => row === conversation);
  remove(world.messages, (row) => row.conversationId === conversation.id);
  for (const run of world.runs) {
    if (run.conversationId !== conversation.id) continue;
    run.conversationId = null;
    run.messageId = null;
  }
}

/** Log cleanup took the run and its nodes; its log, if any, points nowhere. */
function deleteRun(run: WorldRun): void {
  run.deleted = true;
}

function remove<Row>(rows: Row[], isGone: (row: Row) => boolean): void {
  rows.splice(0, rows.length, ...rows.filter((row) => !isGone(row)));
}
