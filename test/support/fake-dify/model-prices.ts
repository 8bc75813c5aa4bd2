import { toFixedText } from './decimal-text.ts';

export type ModelName = 'gpt-4o' | 'gpt-4o-mini' | 'deepseek-chat';

type ModelPrice = {
  readonly provider: string;
  readonly currency: string;
  /** Per million tokens, in hundredths. */
  readonly prompt: bigint;
  readonly completion: bigint;
};

const MODEL_PRICES: Readonly<Record<ModelName, ModelPrice>> = {
  'gpt-4o': {
    provider: 'langgenius/openai/openai',
    currency: 'USD',
    prompt: 250n,
    completion: 1000n,
  },
  'gpt-4o-mini': {
    provider: 'langgenius/openai/openai',
    currency: 'USD',
    prompt: 15n,
    completion: 60n,
  },
  'deepseek-chat': {
    provider: 'langgenius/deepseek/deepseek',
    currency: 'RMB',
    prompt: 200n,
    completion: 800n,
  },
};

export type PricedCall = {
  readonly provider: string;
  readonly model: ModelName;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Each rounded half-up to seven places, as Dify does before it adds them. */
  readonly promptPrice: string;
  readonly completionPrice: string;
  readonly totalPrice: string;
  readonly currency: string;
  /** Per million tokens, as plain decimals. */
  readonly promptUnitPrice: string;
  readonly completionUnitPrice: string;
};

export function priceCall(
  model: ModelName,
  promptTokens: number,
  completionTokens: number,
): PricedCall {
  const { provider, currency, prompt, completion } = MODEL_PRICES[model];
  const promptUnits = unitsOf(promptTokens, prompt);
  const completionUnits = unitsOf(completionTokens, completion);
  return {
    provider,
    model,
    promptTokens,
    completionTokens,
    promptPrice: toFixedText(promptUnits),
    completionPrice: toFixedText(completionUnits),
    totalPrice: toFixedText(promptUnits + completionUnits),
    currency,
    promptUnitPrice: String(Number(prompt) / 100),
    completionUnitPrice: String(Number(completion) / 100),
  };
}

/** Hundredths per million are ten units of 0.0000001 each hundred tokens. */
function unitsOf(tokens: number, hundredthsPerMillion: bigint): bigint {
  return (BigInt(tokens) * hundredthsPerMillion * 10n + 50n) / 100n;
}
