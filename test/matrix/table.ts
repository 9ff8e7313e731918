import Table from 'cli-table3';
import { FAULTS, MOMENTS, OPERATIONS } from './cells.ts';
import type { CellResult } from './matrix.ts';

/** The matrix as a table: a row per operation and moment, a column per fault, in each cell where the purchase came to rest and how it ended. */
export function matrixTable(results: readonly CellResult[]): string {
  const table = new Table({
    head: ['', '', ...FAULTS.map(({ name }) => name)],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const operation of OPERATIONS) {
    for (const moment of MOMENTS) {
      const row = results.filter(({ cell }) => cell.operation === operation && cell.moment === moment);
      const cells = FAULTS.map(({ name }) => {
        const result = row.find(({ cell }) => cell.fault.name === name);
        if (result === undefined) return '';
        return `${result.breaches.length === 0 ? '' : 'FAILS\n'}${result.came.replace(', ', '\n')}`;
      });
      if (row.length > 0) table.push([operation, moment, ...cells]);
    }
  }
  return table.toString();
}

/** What does not hold, a line each. */
export const breachLines = (results: readonly CellResult[]): string[] =>
  results.flatMap(({ cell, breaches }) => breaches.map((breach) => `${cell.id}: ${breach}`));
