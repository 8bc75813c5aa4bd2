/** Records, sent or true, by `period | …`: the values that tell one from another. */
export type JudgedRecords = ReadonlyMap<string, Figures>;

/** The numbers of a record by field; prices in units of 0.0000001. */
export type Figures = Readonly<Record<string, bigint>>;

/** How far tokens and prices of a record may be from the truth. */
export type Allowance = { readonly tokens: bigint; readonly units: bigint };

const EXACT: Allowance = { tokens: 0n, units: 0n };

/** Every figure that is further from the truth than allowed, and every record that one side lacks. */
export function findDeviations(
  sent: JudgedRecords,
  truth: JudgedRecords,
  allowanceOf: (key: string) => Allowance = () => EXACT,
): string[] {
  const missing = [...truth.keys()].filter((key) => !sent.has(key));
  return [
    ...missing.map((key) => `${key}: is not sent`),
    ...[...sent].flatMap(([key, figures]) => {
      const expected = truth.get(key);
      if (expected === undefined) return [`${key}: is not in the database`];
      return compareFigures(figures, expected, allowanceOf(key)).map((text) => `${key}: ${text}`);
    }),
  ];
}

/** Adds up the figures of equal keys, field by field. */
export function addUp(parts: Iterable<readonly [string, Figures]>): JudgedRecords {
  const sums = new Map<string, Record<string, bigint>>();
  for (const [key, figures] of parts) {
    const sum = sums.get(key) ?? {};
    sums.set(key, sum);
    for (const [field, figure] of Object.entries(figures)) {
      sum[field] = (sum[field] ?? 0n) + figure;
    }
  }
  return sums;
}

function compareFigures(sent: Figures, truth: Figures, allowance: Allowance): string[] {
  const fields = new Set([...Object.keys(sent), ...Object.keys(truth)]);
  return [...fields].flatMap((field) => {
    const difference = (sent[field] ?? 0n) - (truth[field] ?? 0n);
    const allowed = allowanceFor(field, allowance);
    if (difference <= allowed && -difference <= allowed) return [];
    return [`${field} ${sent[field]}, in the database ${truth[field]}, allowed ${allowed}`];
  });
}

/** Counts are exact even where tokens are divided. */
function allowanceFor(field: string, { tokens, units }: Allowance): bigint {
  if (field.endsWith('_tokens')) return tokens;
  return field === 'total_price' ? units : 0n;
}
