import type { Check } from '../report/check.ts';
import type { ScenarioName } from '../world/scenarios.ts';

export type BenchOptions = {
  /** Everything, at full size; otherwise what takes a few minutes. */
  readonly full: boolean;
  readonly scenarios: readonly ScenarioName[];
  /** Of what depends on chance or load. */
  readonly repetitions: number;
};

/** Measures one thing and says how it went; throws when a bill was wrong. */
export type Measure = (options: BenchOptions, say: (text: string) => void) => Promise<Check[]>;

/** The Dify that every scenario plays on. */
export const VERSION = '1.14.2';
