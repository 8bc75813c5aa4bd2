const DIGITS = 7;

/** `0.0123450` in units of 0.0000001. */
export function toUnits(price: string): bigint {
  const [whole = '0', fraction = ''] = price.split('.');
  return BigInt(whole + fraction.padEnd(DIGITS, '0').slice(0, DIGITS));
}

/** Seven places, as PostgreSQL prints `numeric(10,7)`. */
export function toFixedText(units: bigint): string {
  const digits = units.toString().padStart(DIGITS + 1, '0');
  return `${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
}

/** As Python prints a decimal of seven places: zero is `0E-7`, a single last digit `3E-7`. */
export function toPythonText(units: bigint): string {
  return units < 10n ? `${units}E-7` : toFixedText(units);
}
