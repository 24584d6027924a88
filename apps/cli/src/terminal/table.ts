import { printable } from './printable.js';
import { styled } from './style.js';

/** Rows in columns as wide as they need to be; numbers to the right. Ends with a line feed. */
export function table(head: string[], rows: (string | number)[][]): string {
  const texts = rows.map((row) => row.map((cell) => printable(String(cell)).replace(/\n/g, ' ')));
  const widths = head.map((title, column) => Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[], row?: (string | number)[]) =>
    cells
      .map((cell, column) =>
        typeof row?.[column] === 'number' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${[styled('bold', line(head)), ...texts.map((cells, index) => line(cells, rows[index]))].join('\n')}\n`;
}
