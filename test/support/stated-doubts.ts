import type { Assumption, UsageReport } from '../../src/usage/usage-report.ts';
import { type Allowance, addUp } from './judged-records.ts';
import type { Doubts } from './true-doubts.ts';

/** What a report says that it cannot be sure of. */
export function statedDoubts(report: UsageReport): Doubts {
  const { apps, assumptions, residuals, maybeDebug } = report;
  return {
    parts: addUp(
      apps.flatMap(({ app, certainty }) =>
        certainty.parts.map(({ kind, tokens, prices }) => [
          `${app.id} | ${kind}`,
          {
            tokens: BigInt(tokens),
            ...Object.fromEntries(prices.map(({ currency, units }) => [currency, units])),
          },
        ]),
      ),
    ),
    notes: addUp(
      apps.flatMap(({ app, certainty }) =>
        certainty.notes.map(({ bucket, cause, tokens, units }) => [
          [bucket, app.id, cause].join(' | '),
          { tokens: BigInt(tokens), units },
        ]),
      ),
    ),
    assumed: addUp(
      assumptions.map((part) => [
        `${part.app.id} | ${describeDecision(part)}`,
        { tokens: BigInt(part.tokens) },
      ]),
    ),
    residuals: addUp(
      residuals.map(({ bucket, appId, cause, tokens, runs }) => [
        [bucket, appId, cause].join(' | '),
        { runs: BigInt(runs), ...(tokens === undefined ? {} : { tokens: BigInt(tokens) }) },
      ]),
    ),
    debugChildren: { runs: BigInt(maybeDebug.runs), tokens: BigInt(maybeDebug.tokens) },
  };
}

/** How far a record of a period and an app may be off: as far as the report says it was divided. */
export function allowanceIn({ notes }: Doubts): (key: string) => Allowance {
  return (key) => {
    const [period, app] = key.split(' | ');
    const { tokens = 0n, units = 0n } =
      notes.get([period, app, 'allocated_by_generation'].join(' | ')) ?? {};
    return { tokens, units };
  };
}

function describeDecision(assumption: Assumption): string {
  const { kind } = assumption;
  return kind === 'currency' ? `currency ${assumption.currency.currency}` : kind;
}
