import type { FormatDistanceFn } from 'date-fns';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';

/** What date-fns needs of a locale to write how long something takes or has taken. */
export function durationWords(say: Say): { readonly formatDistance: FormatDistanceFn } {
  return {
    formatDistance(token, count) {
      const unit = UNITS[token];
      if (unit === undefined) throw new TypeError(`There are no words for ${token}`);
      return say(
        count === 1 ? message(`duration_${unit}`) : message(`duration_${unit}s`, { count }),
      );
    },
  };
}

type Token = Parameters<FormatDistanceFn>[0];
type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** The exact ones; the others are for rounded distances. */
const UNITS: { readonly [token in Token]?: Unit } = {
  xSeconds: 'second',
  xMinutes: 'minute',
  xHours: 'hour',
  xDays: 'day',
  xMonths: 'month',
  xYears: 'year',
};
