import { type Budget, type ColumnName, isMissed, type Row, type Unit } from './rows.ts';

const neighbourNames = {
  'commit-per-event': 'one commit per event',
  spotlight: 'Spotlight',
  'top-frame': 'top in-app frame',
  'sentry-rule': "Sentry's rule",
  'git-extension': "VS Code's Git",
} as const;
const neighbourOrder = [
  'commit-per-event',
  'spotlight',
  'top-frame',
  'sentry-rule',
  'git-extension',
] as const;

/** The rows as a table that is both Markdown and readable on a terminal. Neighbours that measured nothing are left out. */
export function tableOf(rows: readonly Row[]): string {
  const neighbours = neighbourOrder.filter(name => rows.some(row => row.measured[name] !== undefined));
  const header = ['', 'budget', 'Errata', '', ...neighbours.map(name => neighbourNames[name])];
  const lines = rows.map(row => [
    row.what,
    budgetText(row.budget, row.unit),
    figureText(row.measured.errata, row.unit),
    row.budget === undefined ? '' : isMissed(row) ? 'missed' : 'ok',
    ...neighbours.map(name => neighbourText(row, name)),
  ]);
  return alignedTable(header, lines);
}

/** A table whose columns line up: the first to the left, the others to the right. */
export function alignedTable(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(3, name.length, ...lines.map(cells => cells[column]?.length ?? 0)),
  );
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  return [header, rule, ...lines].map(line).join('\n');
}

/** With how many times better than it Errata is; below 1, it is worse. */
function neighbourText(row: Row, name: ColumnName): string {
  const theirs = row.measured[name];
  const ours = row.measured.errata;
  const figure = figureText(theirs, row.unit);
  if (theirs === undefined || ours === undefined || row.better === undefined || row.unit === 'count')
    return figure;
  const ratio = row.better === 'more' ? ours / theirs : theirs / ours;
  return Number.isFinite(ratio) ? `${figure} (${ratio.toFixed(ratio < 10 ? 1 : 0)}×)` : figure;
}

function budgetText(budget: Budget | undefined, unit: Unit): string {
  if (budget === undefined) return '';
  const sign = { 'at-least': '≥ ', 'at-most': '≤ ', exactly: '' }[budget.kind];
  return `${sign}${figureText(budget.limit, unit)}`;
}

function figureText(value: number | undefined, unit: Unit): string {
  if (value === undefined) return '–';
  const number = (digits: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  switch (unit) {
    case 'per-second':
      return `${number(0)}/s`;
    case 'ms':
      return `${number(value < 10 && !Number.isInteger(value) ? 1 : 0)} ms`;
    case 'bytes':
      return `${number(0)} B`;
    case 'kilobytes':
      return `${Math.ceil(value / 1024).toLocaleString('en-US')} KB`;
    case 'megabytes':
      return `${(value / 1e6).toFixed(0)} MB`;
    case 'processors':
      return number(2);
    case 'share':
      return `${Number((value * 100).toFixed(1))} %`;
    case 'score':
      return number(2);
    case 'dollars':
      return `$${value.toFixed(value < 1 ? 4 : 2)}`;
    case 'count':
      return number(0);
  }
}
