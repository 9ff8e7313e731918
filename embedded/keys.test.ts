import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptKeys } from './keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keys are made once, kept, and readable by their owner only', () => {
  const file = join(folder, '.data', 'keys.json');
  const made = keptKeys(file);
  expect(keptKeys(file)).toEqual(made);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a spoilt file is not replaced: the state would be lost with its keys', () => {
  const file = join(folder, 'keys.json');
  writeFileSync(file, '{"accessKey":');
  expect(() => keptKeys(file)).toThrow(/keys.json cannot be read as keys/);
});
