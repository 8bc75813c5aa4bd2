import type { IncomingHttpHeaders } from 'node:http';
import { accountRoutes } from './accounts.ts';
import { admit } from './auth.ts';
import { conversationRoutes } from './conversations.ts';
import { html404, html405, methodNotAllowed } from './errors.ts';
import { isAnswer } from './identify.ts';
import { isUuid } from './is-uuid.ts';
import { messageRoutes } from './messages.ts';
import { answersHtml405 } from './meta.ts';
import { nodeExecutionRoutes } from './node-executions.ts';
import { RefusedError } from './refused-error.ts';
import type { Answer, FakeState, PublicCtx, Route } from './route.ts';
import { statisticsRoutes } from './statistics.ts';
import { workflowLogRoutes } from './workflow-logs.ts';
import { workflowRunRoutes } from './workflow-runs.ts';

export type Call = {
  readonly method: string;
  /** Below `/console/api`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export function allRoutes(version: string): readonly Route[] {
  return [
    ...accountRoutes(version),
    ...statisticsRoutes(),
    ...conversationRoutes(),
    ...messageRoutes(version),
    ...workflowLogRoutes(version),
    ...workflowRunRoutes(version),
    ...nodeExecutionRoutes(),
  ];
}

/** What the server answers to a call, refusals included; anything else thrown is a bug of ours. */
export function dispatch(routes: readonly Route[], call: Call, state: FakeState): Answer {
  const candidates = routes.filter(({ pattern }) => pattern.test(call.path));
  if (candidates.length === 0) return html404();
  const route = candidates.find(({ method }) => method === call.method);
  if (route === undefined) return wrongMethod(candidates, call, state);

  const params = { ...route.pattern.exec(call.path)?.groups };
  if (!Object.values(params).every((value) => isUuid(value))) return html404();
  try {
    return answer(route, { ...call, params, state });
  } catch (error) {
    if (error instanceof RefusedError) return error.answer;
    throw error;
  }
}

function wrongMethod(candidates: readonly Route[], call: Call, { version }: FakeState): Answer {
  const allow = ['OPTIONS', ...candidates.map(({ method }) => method)].join(', ');
  return answersHtml405(version, call.path) ? html405(allow) : methodNotAllowed(version, allow);
}

function answer(route: Route, ctx: PublicCtx): Answer {
  if (!route.auth) return route.handle(ctx);
  const identity = admit(route, ctx);
  if (isAnswer(identity)) return identity;
  const { account, workspaceId } = identity;
  return route.handle({ ...ctx, account, workspaceId });
}
