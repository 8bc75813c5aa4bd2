import { type Check, judge, type Limit, type Verdict } from './check.ts';

export type Report = {
  readonly startedAt: string;
  readonly command: string;
  readonly machine: string;
  readonly checks: readonly Check[];
};

const MARKS: Readonly<Record<Verdict, string>> = {
  met: '✔',
  missed: '✘',
  'for information': '·',
};

const COLUMNS = ['', 'target', 'measured', 'limit', 'what', 'made of'];

export function toMarkdown({ startedAt, command, machine, checks }: Report): string {
  const rows = checks.map((check) => `| ${toCells(check).join(' | ')} |`);
  return [
    '# Bench',
    '',
    `\`${command}\`, begun ${startedAt} on ${machine}. Times are worth something as ratios only.`,
    '',
    `| ${COLUMNS.join(' | ')} |`,
    `|${' --- |'.repeat(COLUMNS.length)}`,
    ...rows,
    '',
  ].join('\n');
}

export function toJson(report: Report): string {
  const checks = report.checks.map((check) => ({ ...check, verdict: judge(check) }));
  return `${JSON.stringify({ ...report, checks }, undefined, 2)}\n`;
}

/** For a terminal, without what the figures were made of. */
export function toTable(checks: readonly Check[]): string {
  const rows = [COLUMNS, ...checks.map(toCells)].map((cells) => cells.slice(0, -1));
  const widths = COLUMNS.map((_, place) =>
    Math.max(0, ...rows.map((cells) => cells[place]?.length ?? 0)),
  );
  return rows
    .map((cells) => cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function toCells(check: Check): string[] {
  const { target, what, measured, unit, limit, basis } = check;
  return [
    MARKS[judge(check)],
    target,
    formatFigure(measured, unit),
    limit === undefined ? '–' : formatLimit(limit, unit),
    what,
    basis,
  ];
}

function formatLimit(limit: Limit, unit: Check['unit']): string {
  return 'atMost' in limit
    ? `≤ ${formatFigure(limit.atMost, unit)}`
    : `≥ ${formatFigure(limit.atLeast, unit)}`;
}

function formatFigure(figure: number, unit: Check['unit']): string {
  switch (unit) {
    case 'ratio':
      return `${figure.toFixed(3)} ×`;
    case 'percent':
      return `${figure.toFixed(1)} %`;
    case 's':
      return `${figure.toFixed(1)} s`;
    case 'MB':
    case 'per s':
    case 'requests':
    case 'modules':
    case 'at once':
      return `${Math.round(figure)} ${unit}`;
  }
}
