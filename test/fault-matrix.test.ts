import { beforeAll, describe, expect, inject, test } from 'vitest';
import { CELLS, FAULTS, MOMENTS, OPERATIONS, SAMPLE } from './matrix/cells.ts';
import { type CellResult, runMatrix } from './matrix/matrix.ts';

/**
 * A fixed sample of the fault matrix (`npm run matrix` runs all of it): whatever becomes of the answer to a call that
 * moves something, each merchant has one order, one debit and one receipt, and the run ends or waits for a person.
 */

describe('a sample of the fault matrix', () => {
  let results: CellResult[] = [];
  beforeAll(async () => {
    results = await runMatrix({ address: inject('temporalAddress'), cells: SAMPLE });
  }, 120_000);

  test.each(SAMPLE.map((cell) => [cell.operation, cell.moment, cell.fault.name, cell.id] as const))(
    '%s, %s its effect: %s',
    (_operation, _moment, _fault, id) => {
      const result = results.find(({ cell }) => cell.id === id);
      expect(result?.came).toBeDefined();
      expect(result?.breaches).toEqual([]);
    },
  );
});

test('the sample has every fault once, and every operation before and after its effect', () => {
  expect(SAMPLE.map(({ fault }) => fault.name)).toEqual(FAULTS.map(({ name }) => name));
  const pairs = SAMPLE.map(({ operation, moment }) => `${operation} ${moment}`).sort();
  expect(pairs).toEqual(OPERATIONS.flatMap((each) => MOMENTS.map((moment) => `${each} ${moment}`)).sort());
});

test('the whole matrix has a cell for each operation, moment and fault', () => {
  expect(new Set(CELLS.map(({ id }) => id)).size).toBe(OPERATIONS.length * MOMENTS.length * FAULTS.length);
});
