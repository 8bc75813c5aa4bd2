import { presetOf } from './presets.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import type { WorldNode } from './world.ts';

export function nodeExecutionRoutes(): SignedInRoute[] {
  return [
    {
      method: 'GET',
      pattern: /^\/apps\/(?<appId>[^/]+)\/workflow-runs\/(?<id>[^/]+)\/node-executions$/,
      auth: true,
      modes: ['workflow', 'advanced-chat'],
      handle: listNodes,
    },
  ];
}

/** All rows of a run; an unknown run, or one of another app, has none. */
function listNodes({ state, params }: Ctx): Answer {
  const { appId, id: runId = '' } = params;
  const run = rowsWith(state.world.runs, 'id', runId).find((row) => row.appId === appId);
  if (run === undefined || run.deleted) return { status: 200, body: { data: [] } };
  const order =
    presetOf(state.version).nodeOrder === 'index-descending' ? byIndexDescending : byTime;
  const rows = rowsWith(state.world.nodes, 'runId', runId).toSorted(order);
  return { status: 200, body: { data: rows.map((node) => node.row) } };
}

function byIndexDescending({ row: left }: WorldNode, { row: right }: WorldNode): number {
  const { index: leftIndex } = left;
  const { index: rightIndex } = right;
  return Number(rightIndex) - Number(leftIndex);
}

function byTime(left: WorldNode, right: WorldNode): number {
  return left.createdAtUs - right.createdAtUs;
}
