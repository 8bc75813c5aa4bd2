import type { FakeReceiver } from './fake-receiver.ts';

/** What the receiver bills per app: `period name tokens price currency`, sorted. */
export function storedFigures(receiver: FakeReceiver): string[] {
  return receiver
    .rows('app_records')
    .map(({ period, app_name, token_count, total_price, currency }) =>
      [period, app_name, token_count, total_price, currency].join(' '),
    )
    .toSorted();
}
