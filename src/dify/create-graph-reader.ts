import type { ListedRun } from '../usage/run-usage.ts';
import type { DifySession } from './dify-session.ts';
import type { GraphReader } from './node-executions.ts';
import { fetchGraphModels, type GraphModels } from './run-graph.ts';

/** Reads one graph for each published version of an app's workflow: all its runs ran with it. */
export function createGraphReader(session: DifySession, appId: string): GraphReader {
  const graphs = new Map<string, Promise<GraphModels | undefined>>();

  return async (run) => {
    const key = keyOf(run);
    const graph = graphs.get(key) ?? fetchGraphModels(session, appId, run.id);
    graphs.set(key, graph);
    const models = await graph;
    // This run was deleted meanwhile, which says nothing about the others of its version.
    if (models === undefined) graphs.delete(key);
    return models;
  };
}

/** A draft changes from run to run, and so may what no list names the version of. */
function keyOf({ id, version }: ListedRun): string {
  const isPublished = version !== undefined && version !== 'draft';
  return JSON.stringify(isPublished ? ['version', version] : ['run', id]);
}
