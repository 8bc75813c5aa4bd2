import * as v from 'valibot';
import type { ModelName } from '../usage/ledger-call.ts';
import { undefinedWhenGone } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { findAgentModel } from './node-model.ts';
import { IdSchema } from './wire.ts';

/** The configuration that ran; only what names a model. */
const GraphNodeSchema = v.fallback(
  v.nullable(
    v.object({
      id: v.string(),
      data: v.object({
        model: v.fallback(
          v.nullish(v.object({ provider: v.nullish(v.string()), name: v.nullish(v.string()) })),
          null,
        ),
        agent_parameters: v.fallback(v.nullish(v.record(v.string(), v.unknown())), null),
      }),
    }),
  ),
  null,
);
const RunGraphSchema = v.object({
  id: v.nullish(IdSchema),
  graph: v.fallback(v.nullish(v.object({ nodes: v.array(GraphNodeSchema) })), null),
});

/** By node id. */
export type GraphModels = ReadonlyMap<string, ModelName>;

/**
 * The models that the nodes of a run were configured with (`workflow-runs/{id}` `graph`,
 * usage-data E.2). Undefined when Dify has deleted the run.
 */
export async function fetchGraphModels(
  session: DifySession,
  appId: string,
  runId: string,
): Promise<GraphModels | undefined> {
  const template = '/apps/{app}/workflow-runs/{run}';
  const run = await session
    .get(template, { app: appId, run: runId }, {}, RunGraphSchema)
    .catch(undefinedWhenGone);
  if (!run?.id) return undefined;

  const models = new Map<string, ModelName>();
  for (const node of run.graph?.nodes ?? []) {
    if (node === null) continue;
    const model = toModelName(node.data);
    if (model !== undefined) models.set(node.id, model);
  }
  return models;
}

const ParameterSchema = v.object({ value: v.unknown() });

type GraphNode = NonNullable<v.InferOutput<typeof GraphNodeSchema>>;

function toModelName({ model, agent_parameters }: GraphNode['data']): ModelName | undefined {
  if (model?.provider && model.name) return { provider: model.provider, name: model.name };
  const parameters = Object.values(agent_parameters ?? {}).map((parameter) => {
    const parsed = v.safeParse(ParameterSchema, parameter);
    return parsed.success ? parsed.output.value : undefined;
  });
  return findAgentModel(parameters, undefined);
}
