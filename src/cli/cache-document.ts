import type { CacheReport } from '../cache/verify-cache.ts';
import type { Say } from '../language/say.ts';

/** What the cache holds and what of it is damaged, for programs. */
export function toCacheDocument({ apps, damaged }: CacheReport, say: Say) {
  return {
    apps: apps.map(({ source, app, firstDay, lastDay, days, records, tokens, bytes }) => ({
      source,
      id: app.id,
      name: app.name,
      mode: app.mode,
      first_day: firstDay,
      last_day: lastDay,
      days,
      records,
      tokens: Number(tokens),
      bytes,
    })),
    damaged: damaged.map(({ name, reason }) => ({ name, reason: say(reason) })),
  };
}
