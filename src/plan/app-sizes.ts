import type { AppSize } from './app-requests.ts';
import type { Estimate } from './estimates.ts';

/** The least, the most likely and the largest size that the totals of an app allow for. */
export type AppSizes = Readonly<Record<keyof Estimate, AppSize>> & {
  /** Messages of the period, where they were asked for. */
  readonly messages: number | undefined;
};

export const EMPTY: Omit<AppSize, 'mode'> = {
  isUsed: true,
  logged: 0,
  listedRuns: undefined,
  runs: 0,
  conversations: 0,
  messagePages: 0,
  hasMessagesWithoutRun: false,
  windows: 0,
  countWindows: 0,
  minuteWindows: 0,
};

export function certainly(size: AppSize, messages?: number): AppSizes {
  return { least: size, expected: size, most: size, messages };
}

/** With one number of the size estimated. */
export function withEstimate(
  sizes: AppSizes,
  name: 'messagePages' | 'minuteWindows' | 'windows',
  { least, expected, most }: Estimate,
): AppSizes {
  return {
    ...sizes,
    least: { ...sizes.least, [name]: least },
    expected: { ...sizes.expected, [name]: expected },
    most: { ...sizes.most, [name]: most },
  };
}
