import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Runs share these modules (worker/workflow-bundle.ts): what one of them kept, another would see. */
const SHARED = ['workflows', 'contract'];
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** At the left margin: a binding that can change, or an empty collection that waits to be filled. */
const KEEPS =
  /^(?:export )?(?:(?:let|var) |const [^=]*=\s*(?:new (?:Weak)?(?:Map|Set)(?:<[^(]*>)?\(\)|\[\]|\{\})\s*;)/;

const keeping = (source: string): string[] => source.split('\n').filter((line) => KEEPS.test(line));

test('no module that runs share keeps state of its own', () => {
  const files = SHARED.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  ).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.fixture.ts'));
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((path) =>
    keeping(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}: ${line}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'let seen = 0;',
  'export let last: string | null = null;',
  'const cache = new Map<string, number>();',
  'const all: string[] = [];',
])('%s would be found', (line) => {
  expect(keeping(line)).toEqual([line]);
});
