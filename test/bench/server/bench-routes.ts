import { allRoutes } from '../../support/fake-dify/dispatch.ts';
import type { Answer, Ctx, Route } from '../../support/fake-dify/route.ts';
import { type BenchWorld, callsBefore, spanOf } from '../world/bench-world.ts';
import type { Served } from './bench-rows.ts';
import { listChats, listCompletions, listLogs, listMessages, listRuns } from './list-routes.ts';
import { listNodes, showRun } from './node-routes.ts';
import { dailyMessages, dailyRuns, runTokens, tokenCosts } from './statistics-routes.ts';

type Handle = (ctx: Ctx, served: Served) => Answer;

const APP = '/apps/00000000-0000-4000-8000-000000000000';
const RUN = '00000000-0000-4000-8000-000000000000';

/** By an example of a path. */
const HANDLES: Readonly<Record<string, Handle>> = {
  [`${APP}/statistics/token-costs`]: tokenCosts,
  [`${APP}/statistics/daily-messages`]: dailyMessages,
  [`${APP}/workflow/statistics/token-costs`]: runTokens,
  [`${APP}/workflow/statistics/daily-conversations`]: dailyRuns,
  [`${APP}/workflow-app-logs`]: listLogs,
  [`${APP}/workflow-runs`]: listRuns,
  [`${APP}/workflow-runs/${RUN}`]: showRun,
  [`${APP}/workflow-runs/${RUN}/node-executions`]: listNodes,
  [`${APP}/chat-conversations`]: listChats,
  [`${APP}/completion-conversations`]: listCompletions,
  [`${APP}/chat-messages`]: listMessages,
};

/**
 * The routes of the fake Dify with all their guards; those that tell usage compute their rows.
 * A usage route that the bench does not have is a mistake of the bench, and answers nothing.
 */
export function benchRoutes(
  version: string,
  world: BenchWorld,
  appIds: readonly string[],
): readonly Route[] {
  return allRoutes(version).map((route): Route => {
    const path = Object.keys(HANDLES).find((example) => route.pattern.test(example));
    const handle = path === undefined ? undefined : HANDLES[path];
    if (!route.auth || route.method !== 'GET') return route;
    if (handle !== undefined) {
      return { ...route, handle: (ctx: Ctx) => handle(ctx, serve(world, appIds, ctx)) };
    }
    if (!route.pattern.source.includes('appId')) return route;
    return {
      ...route,
      handle: ({ path: asked }: Ctx) => {
        throw new Error(`The bench has no ${asked}`);
      },
    };
  });
}

function serve(world: BenchWorld, appIds: readonly string[], { params, state }: Ctx): Served {
  const { appId: id = '' } = params;
  const place = appIds.indexOf(id);
  const app = world.apps[place];
  if (app === undefined) throw new Error(`The bench has no app ${id}`);
  const span = spanOf(world);
  const calls = callsBefore(span, app, Math.floor(state.now() / 1000));
  return { app, place, id, span, calls };
}
