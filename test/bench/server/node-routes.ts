import { creatorFields } from '../../support/fake-dify/creator.ts';
import { buildNodeRows } from '../../support/fake-dify/node-rows.ts';
import { llm } from '../../support/fake-dify/node-spec.ts';
import type { Answer, Ctx } from '../../support/fake-dify/route.ts';
import { runDetail } from '../../support/fake-dify/workflow-runs.ts';
import { benchId, rowOfId } from '../world/bench-ids.ts';
import { leavesOf, startOf, userOf } from '../world/bench-world.ts';
import { type Served, toRun, usersOf, withRows } from './bench-rows.ts';

/** `workflow-runs/{id}`, with an empty graph, since every node names its model. */
export function showRun(ctx: Ctx, served: Served): Answer {
  const call = rowOfId(ctx.params['id'] ?? '');
  const endUsers = usersOf(served, [userOf(served.app, call)]);
  return runDetail(withRows(ctx, { runs: [toRun(served, call)], endUsers }));
}

/** `node-executions`: a start, two calls of models, an end. */
export function listNodes(ctx: Ctx, served: Served): Answer {
  const { app, place, span } = served;
  const call = rowOfId(ctx.params['id'] ?? '');
  const last = app.mode === 'advanced-chat' ? 'answer' : 'end';
  const specs = [
    { kind: 'start' } as const,
    ...leavesOf(app, call).map(llm),
    { kind: last } as const,
  ];
  const page = withRows(ctx, { endUsers: usersOf(served, [userOf(app, call)]) });
  const creator = creatorFields(page.state.world, toRun(served, call));
  const startedAt = startOf(span, app, call);
  const rows = buildNodeRows(ctx.state.version, specs, () => ({ totalTokens: 0, providerId: '' }));
  const data = rows.map((row, position) => ({
    id: benchId('node', place, call * specs.length + position),
    index: position + 1,
    ...row,
    created_at: startedAt,
    finished_at: startedAt,
    ...creator,
  }));
  return { status: 200, body: { data } };
}
