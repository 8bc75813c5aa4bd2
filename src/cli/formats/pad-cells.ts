import { displayWidth } from './display-width.ts';

/** The cells of one column, all of one width. */
export function padCells(cells: readonly string[], side: 'left' | 'right'): readonly string[] {
  const widths = cells.map(displayWidth);
  // Not spread into Math.max: a year of days for every app is more than a call can take.
  const widest = widths.reduce((left, right) => Math.max(left, right), 0);
  return cells.map((cell, index) => {
    const padding = ' '.repeat(widest - (widths[index] ?? 0));
    return side === 'left' ? padding + cell : cell + padding;
  });
}

/** Lines of columns that were padded. */
export function joinColumns(columns: readonly (readonly string[])[]): readonly string[] {
  const count = columns[0]?.length ?? 0;
  return [...new Array(count).keys()].map((line) =>
    columns
      .map((cells) => cells[line])
      .join('  ')
      .trimEnd(),
  );
}
