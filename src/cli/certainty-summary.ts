import { chain } from '../language/chain.ts';
import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { DetailNeeds, DetailNote } from '../usage/app-detail.ts';
import type { AppCertainty, CertaintyPart } from '../usage/certainty.ts';
import { formatUnits } from '../usage/money.ts';
import type { AppTotals } from '../usage/usage-report.ts';
import { isUrgentNote } from './detail-notes.ts';

/**
 * How much of each app's users and models is exact; nothing in an output mode without them.
 * Notes that are warnings are left to those.
 */
export function summarizeCertainty(
  totals: readonly Pick<AppTotals, 'app' | 'certainty'>[],
  needs: DetailNeeds,
): Message[] {
  if (!needs.users && !needs.models) return [];

  const what = message(needs.models ? 'certainty_users_and_models' : 'certainty_users');
  const used = totals.filter(({ certainty }) => certainty.parts.length > 0);
  const inexact = used.filter(({ certainty }) => !isExact(certainty));
  const exact = used.length - inexact.length;
  const apps = used.length;
  if (inexact.length === 0) return [message('certainty_all_exact', { what, apps })];

  return [
    message('certainty_in_part', { what, exact, apps }),
    ...inexact.flatMap(({ app, certainty }) => [
      describeApp(safeText(app.name, 40), certainty),
      ...certainty.notes.filter((note) => !isUrgentNote(note)).map(describeNote),
    ]),
  ];
}

function isExact({ parts, users }: AppCertainty): boolean {
  return [...parts, ...users].every(({ kind }) => kind === 'exact');
}

/** Where models that are unknown or assumed hide that users were divided as well, that is told too. */
function describeApp(app: string, certainty: AppCertainty): Message {
  const parts = certainty.parts.map(describePart);
  const isTold = tokensOf('allocated', certainty.users) <= tokensOf('allocated', certainty.parts);
  if (isTold) return message('certainty_app', { app, parts });
  return message('certainty_app_and_users', {
    app,
    parts,
    users: certainty.users.map(describePart),
  });
}

function tokensOf(kind: CertaintyPart['kind'], parts: readonly CertaintyPart[]): number {
  return parts.find((part) => part.kind === kind)?.tokens ?? 0;
}

function describePart({ kind, tokens, prices }: CertaintyPart): Message {
  const what = { kind: message(`certainty_${kind}`), tokens };
  if (prices.length === 0) return message('certainty_part', what);
  const amounts = prices.map(({ units, currency }) => `${formatUnits(units)} ${currency}`);
  return message('certainty_priced_part', { ...what, prices: chain('certainty_prices', amounts) });
}

function describeNote({ bucket, cause, tokens }: DetailNote): Message {
  return message('certainty_note', { period: bucket, tokens, cause: message(`detail_${cause}`) });
}
