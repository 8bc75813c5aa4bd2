/** What one token of a model costs, as node rows say it. */
export type UnitPrice = {
  readonly provider: string;
  readonly model: string;
  readonly prompt: UnitRate;
  readonly completion: UnitRate;
};

/** Units of 0.0000001 per token, exactly: `digits` divided by ten to the power of `scale`. */
export type UnitRate = { readonly digits: bigint; readonly scale: number };

/** Unit prices as Dify writes them, `"2.5"` per `"0.000001"`. */
export type UnitPriceTexts = {
  readonly prompt: string;
  readonly completion: string;
  readonly priceUnit: string;
};

/** The unit prices that the node rows of a workspace name, which chat messages do not. */
export type UnitPrices = {
  /** Texts that are no prices teach nothing. */
  learn(provider: string, model: string, texts: UnitPriceTexts): void;
  /** Every price seen, in a fixed order; a model whose price was changed comes once per price. */
  candidates(): UnitPrice[];
};

export function gatherUnitPrices(): UnitPrices {
  const seen = new Map<string, UnitPrice>();

  return {
    learn(provider, model, { prompt, completion, priceUnit }) {
      const promptRate = parseRate(prompt, priceUnit);
      const completionRate = parseRate(completion, priceUnit);
      if (promptRate === undefined || completionRate === undefined) return;

      const price = { provider, model, prompt: promptRate, completion: completionRate };
      seen.set(keyOf(price), price);
    },
    candidates: () => [...seen].sort(([left], [right]) => (left < right ? -1 : 1)).map(last),
  };
}

/** What Dify charges for that many tokens: rounded half-up to 7 decimals (usage-data 0.4). */
export function priceTokens(tokens: number, { digits, scale }: UnitRate): bigint {
  const divisor = 10n ** BigInt(scale);
  return (2n * BigInt(tokens) * digits + divisor) / (2n * divisor);
}

const DECIMAL =
  /^(?<whole>\d{1,12})(?:\.(?<fraction>\d{1,30}))?(?:[eE](?<exponent>[+-]?\d{1,2}))?$/;
/** A price has 7 decimals, so that one is 10 000 000 of its units. */
const UNIT_DIGITS = 7;

function parseRate(price: string, priceUnit: string): UnitRate | undefined {
  const left = parseDecimal(price);
  const right = parseDecimal(priceUnit);
  if (left === undefined || right === undefined) return undefined;

  let digits = left.digits * right.digits;
  let scale = left.scale + right.scale - UNIT_DIGITS;
  if (scale < 0) {
    digits *= 10n ** BigInt(-scale);
    scale = 0;
  }
  // One spelling for each value: `2.5` and `2.50` are the same price.
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return { digits, scale };
}

function parseDecimal(text: string): UnitRate | undefined {
  const groups = DECIMAL.exec(text)?.groups;
  if (groups === undefined) return undefined;

  const { whole = '0', fraction = '', exponent = '0' } = groups;
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

function keyOf({ provider, model, prompt, completion }: UnitPrice): string {
  const rates = [prompt, completion].map(({ digits, scale }) => `${digits}e-${scale}`);
  return JSON.stringify([provider, model, ...rates]);
}

function last<Value>([, value]: readonly [string, Value]): Value {
  return value;
}
