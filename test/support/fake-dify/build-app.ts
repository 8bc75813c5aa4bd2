import { type Draft, LONG_AGO, SECOND_US, toUs } from './draft.ts';
import { type ModelName, priceCall } from './model-prices.ts';
import type { WorldApp } from './world.ts';

export type AppOptions = {
  readonly name?: string;
  readonly model?: ModelName;
  /** ISO 8601; without it apps are created a second apart. */
  readonly createdAt?: string;
  readonly workspaceId?: string;
};

export function addApp(draft: Draft, mode: string, options: AppOptions = {}): WorldApp {
  const { apps, workspaces } = draft.world;
  const { name = mode, model = 'gpt-4o-mini', workspaceId = workspaces[0]?.id ?? '' } = options;
  const createdAtUs = options.createdAt
    ? toUs(options.createdAt)
    : toUs(LONG_AGO) + (apps.length + 1) * SECOND_US;
  const hasModel = ['chat', 'agent-chat', 'completion'].includes(mode);
  const app: WorldApp = {
    id: draft.nextId(),
    workspaceId,
    name,
    mode,
    status: 'normal',
    createdAtUs,
    updatedAtUs: createdAtUs,
    modelConfig: hasModel ? { ...modelNamed(draft, model), updatedAtUs: createdAtUs } : null,
  };
  apps.push(app);
  return app;
}

/** 0.15 knows one provider, whoever made the model. */
export function modelNamed({ preset }: Draft, name: ModelName) {
  const isOld = preset.provider === 'openai_api_compatible';
  return { provider: isOld ? preset.provider : priceCall(name, 0, 0).provider, name };
}
