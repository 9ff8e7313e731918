import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './journal.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const count = (calls: number) => ({ calls, done: 0, refused: 0, spoilt: 0 });

test('a long life of changes keeps the file small and the last value of each key', () => {
  const journal = openJournal(directory, 2_000);
  for (let n = 1; n <= 1_000; n += 1) journal.put('calls', `operation-${n % 3}`, count(n));
  journal.put('calls', 'operation-0', undefined);
  journal.close();
  expect(statSync(join(directory, 'sandbox.jsonl')).size).toBeLessThan(3_000);
  const again = openJournal(directory);
  expect([...again.rows('calls')]).toEqual([
    ['operation-1', count(1_000)],
    ['operation-2', count(998)],
  ]);
  again.close();
});
