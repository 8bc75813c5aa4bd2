import type { DetailNeeds, DetailNote } from '../usage/app-detail.ts';
import type { AppCertainty, CertaintyPart } from '../usage/certainty.ts';
import { formatUnits } from '../usage/money.ts';
import type { AppTotals } from '../usage/usage-report.ts';
import { detailCauses, isUrgentNote } from './detail-notes.ts';
import { safeText } from './safe-text.ts';

/**
 * How much of each app's users and models is exact; nothing in an output mode without them.
 * Notes that are warnings are left to those.
 */
export function summarizeCertainty(
  apps: readonly Pick<AppTotals, 'app' | 'certainty'>[],
  needs: DetailNeeds,
): string[] {
  if (!needs.users && !needs.models) return [];

  const what = needs.models ? 'Users and models' : 'Users';
  const used = apps.filter(({ certainty }) => certainty.parts.length > 0);
  const inexact = used.filter(({ certainty }) => !isExact(certainty));
  const exact = used.length - inexact.length;
  if (inexact.length === 0) return [`${what}: exact in all ${used.length} app(s) with usage.`];

  return [
    `${what}: exact in ${exact} of ${used.length} app(s) with usage, in part in:`,
    ...inexact.flatMap(({ app, certainty }) => [
      `  ${safeText(app.name, 40)}: ${certainty.parts.map(describePart).join(', ')}${describeUsers(certainty)}`,
      ...certainty.notes.filter((note) => !isUrgentNote(note)).map(describeNote),
    ]),
  ];
}

function isExact({ parts, users }: AppCertainty): boolean {
  return [...parts, ...users].every(({ kind }) => kind === 'exact');
}

/** Where models that are unknown or assumed hide that users were divided as well. */
function describeUsers({ parts, users }: AppCertainty): string {
  const isTold = tokensOf('allocated', users) <= tokensOf('allocated', parts);
  return isTold ? '' : `; its users: ${users.map(describePart).join(', ')}`;
}

function tokensOf(kind: CertaintyPart['kind'], parts: readonly CertaintyPart[]): number {
  return parts.find((part) => part.kind === kind)?.tokens ?? 0;
}

function describePart({ kind, tokens, prices }: CertaintyPart): string {
  const amounts = prices.map(({ units, currency }) => ` ${formatUnits(units)} ${currency}`);
  return `${kind} ${tokens} tokens${amounts.join(' and')}`;
}

function describeNote({ bucket, cause, tokens }: DetailNote): string {
  return `    ${bucket}: ${tokens} tokens ${detailCauses[cause]}`;
}
