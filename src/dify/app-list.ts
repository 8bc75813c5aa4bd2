import * as v from 'valibot';
import type { App } from '../usage/app.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { type NumberedPage, numberedPageSchema, readNumberedPages } from './numbered-pages.ts';
import { IdSchema, SecondsSchema } from './wire.ts';

const AppItemSchema = v.object({
  id: IdSchema,
  name: v.string(),
  mode: v.pipe(v.string(), v.minLength(1)),
  created_at: v.nullish(SecondsSchema),
  model_config: v.nullish(
    v.object({
      model: v.nullish(v.object({ provider: v.nullish(v.string()), name: v.nullish(v.string()) })),
      updated_at: v.nullish(SecondsSchema),
    }),
  ),
});
const AppPageSchema = numberedPageSchema(AppItemSchema);

export type AppList = {
  readonly apps: readonly App[];
  /** Apps that break Dify's own list (1.10.0 and 1.10.1: a draft with an empty graph). */
  readonly unlistable: number;
};

const ENDPOINT = 'GET /apps';

/** Every app of the workspace, in the order of their ids (`GET /apps`, auth-and-apps §7). */
export async function fetchApps(session: DifySession): Promise<AppList> {
  const apps = new Map<string, App>();
  const broken = new Set<number>();

  const pages = readNumberedPages({
    host: session.host,
    endpoint: ENDPOINT,
    idOf: ({ id }: ListedApp) => id,
    fetchPage: (page, limit) => fetchPage(session, page, limit, broken),
  });
  for await (const item of pages) if (!isBroken(item)) apps.set(item.id, toApp(item));

  if (session.traits.hidesAgentApps) {
    for (const app of await fetchAgentApps(session)) apps.set(app.id, app);
  }
  const sorted = [...apps].sort(([left], [right]) => (left < right ? -1 : 1));
  return { apps: sorted.map(([, app]) => app), unlistable: broken.size };
}

type AppItem = v.InferOutput<typeof AppItemSchema>;
/** A place in the list that cannot be read still counts, so that the total can be proven. */
type BrokenApp = { readonly id: string; readonly broken: true };
type ListedApp = AppItem | BrokenApp;

function isBroken(item: ListedApp): item is BrokenApp {
  return 'broken' in item;
}

async function requestPage(session: DifySession, page: number, limit: number, mode?: string) {
  // A fixed order for versions whose default follows every edit; older ones ignore it.
  const query = {
    page,
    limit,
    sort_by: 'earliest_created',
    ...(mode === undefined ? {} : { mode }),
  };
  return await session.get('/apps', {}, query, AppPageSchema);
}

async function fetchPage(
  session: DifySession,
  page: number,
  limit: number,
  broken: Set<number>,
): Promise<NumberedPage<ListedApp>> {
  try {
    return await requestPage(session, page, limit);
  } catch (error) {
    if (!(error instanceof DifyError && error.status === 500)) throw error;
    return await stepOverBrokenApp(session, (page - 1) * limit, limit, broken);
  }
}

/**
 * Reads the places `[offset, offset + count)` one by one, since a single app makes the page that
 * holds it answer 500 (1.10.0 and 1.10.1, upstream issue 28971).
 */
async function stepOverBrokenApp(
  session: DifySession,
  offset: number,
  count: number,
  broken: Set<number>,
): Promise<NumberedPage<ListedApp>> {
  const items: ListedApp[] = [];
  let total: number | undefined;
  let failuresInARow = 0;
  for (let place = offset; place < offset + count; place += 1) {
    if (total !== undefined && place >= total) break;
    try {
      const page = await requestPage(session, place + 1, 1);
      total = page.total;
      failuresInARow = 0;
      items.push(...page.items);
    } catch (error) {
      if (!(error instanceof DifyError && error.status === 500)) throw error;
      failuresInARow += 1;
      if (failuresInARow > 3) throw error; // not one broken app but a broken server
      broken.add(place);
      items.push({ id: `broken:${place}`, broken: true });
    }
  }
  const all = total ?? offset + items.length;
  return { items, total: all, hasMore: offset + count < all };
}

/** Later than 1.14.2 the list leaves agent apps out unless they are asked for (auth-and-apps §10). */
async function fetchAgentApps(session: DifySession): Promise<App[]> {
  const apps: App[] = [];
  try {
    const pages = readNumberedPages({
      host: session.host,
      endpoint: ENDPOINT,
      idOf: ({ id }: AppItem) => id,
      fetchPage: (page, limit) => requestPage(session, page, limit, 'agent'),
    });
    for await (const item of pages) apps.push(toApp(item));
  } catch (error) {
    if (error instanceof DifyError && error.problem === 'parameter') return []; // no such mode here
    throw error;
  }
  return apps;
}

function toApp({ id, name, mode, created_at, model_config: config }: AppItem): App {
  const { provider, name: model } = config?.model ?? {};
  return {
    id,
    name,
    mode,
    createdAt: created_at ?? undefined,
    model:
      provider && model
        ? { provider, name: model, savedAt: config?.updated_at ?? undefined }
        : undefined,
  };
}
