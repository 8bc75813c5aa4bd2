import * as v from 'valibot';
import type { ModelName } from '../usage/ledger-call.ts';

/** The configuration a conversation began with; lists before 1.14 leave its model out (usage-data B.4). */
export const ConversationModelSchema = v.fallback(
  v.nullish(
    v.object({
      model: v.nullish(v.object({ provider: v.nullish(v.string()), name: v.nullish(v.string()) })),
    }),
  ),
  null,
);

export function toModelName(
  config: v.InferOutput<typeof ConversationModelSchema>,
): ModelName | undefined {
  const { provider, name } = config?.model ?? {};
  return provider && name ? { provider, name } : undefined;
}
