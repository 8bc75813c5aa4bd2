/** An exact amount: one unit of `currency` is 10 000 000 units, Dify's own scale of 7 decimals. */
export type Money = {
  readonly currency: string;
  readonly units: bigint;
};

const SCALE = 7;
const DECIMAL =
  /^(?<sign>-?)(?<whole>\d{1,15})(?:\.(?<fraction>\d{1,30}))?(?:[eE](?<exponent>[+-]?\d{1,2}))?$/;

/**
 * Reads a price as Dify sends it (`"0.0012345"`, `"0E-7"`, `0.00068`) without going through a float.
 *
 * Digits beyond the seventh decimal are rounded half away from zero: only agent
 * nodes send them, as JSON numbers with float noise. Throws a `RangeError` for
 * anything that is no decimal number.
 */
export function parseUnits(amount: string | number): bigint {
  const groups = DECIMAL.exec(String(amount))?.groups;
  if (groups === undefined) throw new RangeError('Not a decimal amount');

  const { sign = '', whole = '0', fraction = '', exponent = '0' } = groups;
  const units = shiftDecimal(BigInt(whole + fraction), SCALE - fraction.length + Number(exponent));
  return sign === '-' ? -units : units;
}

/** Whether {@link parseUnits} would read it. */
export function isDecimal(amount: string | number): boolean {
  return DECIMAL.test(String(amount));
}

/** Plain notation with exactly 7 decimals, never an exponent: `3n` is `0.0000003`. */
export function formatUnits(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  return `${sign}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}

/** Dify's plugins write `RMB`; receivers want ISO 4217. */
export function toCurrencyCode(text: string): string {
  const code = text.trim().toUpperCase();
  return code === 'RMB' ? 'CNY' : code;
}

function shiftDecimal(digits: bigint, places: number): bigint {
  if (places >= 0) return digits * 10n ** BigInt(places);

  const divisor = 10n ** BigInt(-places);
  return (digits + divisor / 2n) / divisor;
}
