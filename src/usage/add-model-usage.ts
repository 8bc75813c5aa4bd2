import type { ModelUsage } from './app-detail.ts';

type Figures = Pick<
  ModelUsage,
  'promptTokens' | 'completionTokens' | 'promptUnits' | 'completionUnits' | 'executions'
>;

/** The sum of two that are told apart by nothing else: what they have besides is that of the first. */
export function addModelUsage<Usage extends Figures>(left: Usage, right: Figures): Usage {
  return {
    ...left,
    promptTokens: left.promptTokens + right.promptTokens,
    completionTokens: left.completionTokens + right.completionTokens,
    promptUnits: left.promptUnits + right.promptUnits,
    completionUnits: left.completionUnits + right.completionUnits,
    executions: left.executions + right.executions,
  };
}
