import * as v from 'valibot';
import type { Instant, Period } from '../period/period.ts';
import { expressibleBounds, toWallMinute } from '../period/wall-clock.ts';
import type { UsageUser } from '../usage/app-detail.ts';
import type { ModelName } from '../usage/ledger-call.ts';
import { ConversationModelSchema, toModelName } from './conversation-model.ts';
import type { DifySession } from './dify-session.ts';
import { LISTED_USER_ENTRIES, toUser } from './listed-user.ts';
import { numberedPageSchema, readNumberedPages } from './numbered-pages.ts';
import { IdSchema, SecondsSchema } from './wire.ts';

const GenerationSchema = v.object({
  id: IdSchema,
  created_at: SecondsSchema,
  read_at: v.nullish(SecondsSchema),
  model_config: ConversationModelSchema,
  ...LISTED_USER_ENTRIES,
});
const PageSchema = numberedPageSchema(GenerationSchema);

type ListedGeneration = v.InferOutput<typeof GenerationSchema>;

/** A conversation of a completion app, which is one generation; no list shows its tokens. */
export type Generation = {
  readonly id: string;
  readonly createdAt: Instant;
  readonly user: UsageUser | undefined;
  readonly isConsole: boolean;
  readonly model: ModelName | undefined;
  readonly isRead: boolean;
};

const TEMPLATE = '/apps/{app}/completion-conversations';

/** The generations of a completion app that began in the period (usage-data B.2, G.3 rule 3). */
export async function* readGenerations(
  session: DifySession,
  appId: string,
  period: Period,
  accountTimeZone: string,
): AsyncGenerator<Generation> {
  const begun = begunIn(period, accountTimeZone);
  const generations = readNumberedPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: ListedGeneration) => id,
    fetchPage: (page, limit) =>
      session.get(TEMPLATE, { app: appId }, { page, limit, ...begun }, PageSchema),
  });
  for await (const item of generations) {
    if (item.created_at < period.start || item.created_at >= period.end) continue;
    yield {
      id: item.id,
      createdAt: item.created_at,
      user: toUser(item),
      isConsole: item.from_source === 'console',
      model: toModelName(item.model_config),
      isRead: typeof item.read_at === 'number',
    };
  }
}

/** The query for generations of a period, and a few more: wall minutes may not name its bounds. */
export function begunIn({ start, end }: Pick<Period, 'start' | 'end'>, accountTimeZone: string) {
  const { before } = expressibleBounds(start, accountTimeZone);
  // Dify cuts off the end's own minute a second early.
  const { after } = expressibleBounds(end, accountTimeZone);
  return {
    start: toWallMinute(before, accountTimeZone),
    end: toWallMinute(after, accountTimeZone),
  };
}
