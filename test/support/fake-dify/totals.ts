import { toFixedText } from './decimal-text.ts';
import { type NodeUsage, usageOfRow } from './node-usage.ts';
import { type Preset, presetOf } from './presets.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

export type MessageTotals = {
  readonly messageTokens: number;
  readonly answerTokens: number;
  readonly totalPrice: string;
  readonly currency: string;
};

/** `workflow_runs.total_tokens` as the version's engine computes it from the run's node rows. */
export function runTotal(version: string, rows: Rows): number {
  const { runTotal: rule } = presetOf(version);
  if (rule === 'zero') return 0;
  const counted = rows
    .map(usageOfRow)
    .filter((usage) => rule === 'containers-twice' || !usage.isContainer);
  return counted.reduce((sum, usage) => sum + usage.tokens, 0);
}

/** The columns of an advanced-chat message, as the version's engine computes them. */
export function messageTotals(version: string, rows: Rows): MessageTotals {
  const preset = presetOf(version);
  const usages = rows.map(usageOfRow).filter((usage) => reachesMessage(usage, preset));
  const last = usages.at(-1);
  let messageTokens = 0;
  let answerTokens = 0;
  let priceUnits = 0n;
  for (const usage of usages) {
    // What happens in a container is added once by itself and once with the container.
    const times = preset.messageTotal === 'containers-twice' && usage.isInner ? 2 : 1;
    messageTokens += usage.promptTokens * times;
    answerTokens += usage.completionTokens * times;
    priceUnits += usage.priceUnits * BigInt(times);
  }
  // Amounts of several currencies are added up under the last one's name.
  const currency = last?.currency ?? 'USD';
  return { messageTokens, answerTokens, totalPrice: toFixedText(priceUnits), currency };
}

function reachesMessage(usage: NodeUsage, preset: Preset): boolean {
  if (preset.messageTotal === 'zero' || usage.isContainer) return false;
  if (preset.messageTotal === 'top-level' && usage.isInner) return false;
  if (usage.nodeType === 'agent') return preset.agentOnMessage === 'price';
  // A workflow tool reports a total only.
  return usage.nodeType !== 'tool' && usage.tokens > 0;
}
