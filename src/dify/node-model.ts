import * as v from 'valibot';
import type { ModelName } from '../usage/ledger-call.ts';

const NameSchema = v.pipe(v.string(), v.minLength(1));
const SelectedModelSchema = v.object({ provider: NameSchema, model: NameSchema });
const ThoughtSchema = v.object({
  label: v.pipe(v.string(), v.endsWith(' Thought')),
  metadata: v.object({ provider: NameSchema }),
});

/**
 * The model of an agent node, which its row does not name like others do (usage-data E.4): the
 * one selected in its inputs, else the one whose thoughts it logged. Several are not one.
 */
export function findAgentModel(inputs: unknown, agentLog: unknown): ModelName | undefined {
  return onlyOne(selectedModels(inputs)) ?? onlyOne(thinkingModels(agentLog));
}

/** Strategies name their parameters as they like; a model selector shows by its shape. */
function selectedModels(inputs: unknown): ModelName[] {
  if (typeof inputs !== 'object' || inputs === null) return [];
  return Object.values(inputs).flatMap((input) => {
    const selected = v.safeParse(SelectedModelSchema, input);
    if (!selected.success) return [];
    return [{ provider: selected.output.provider, name: selected.output.model }];
  });
}

/** Later than 1.14.2 the log may be an object, which names no model. */
function thinkingModels(agentLog: unknown): ModelName[] {
  if (!Array.isArray(agentLog)) return [];
  return agentLog.flatMap((entry) => {
    const thought = v.safeParse(ThoughtSchema, entry);
    if (!thought.success) return [];
    const { label, metadata } = thought.output;
    return [{ provider: metadata.provider, name: label.slice(0, -' Thought'.length) }];
  });
}

function onlyOne(models: readonly ModelName[]): ModelName | undefined {
  const [first] = models;
  const isOne = models.every(
    ({ provider, name }) => provider === first?.provider && name === first.name,
  );
  return isOne ? first : undefined;
}
