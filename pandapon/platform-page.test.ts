import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = readFileSync(join(ROOT, 'docs/reference/platform.md'), 'utf8');
const sections = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title));

test('every section that a docstring names is there', () => {
  const rooms = ['pandapon', 'contract', 'activities', 'workflows', 'sandbox', 'client', 'gateway', 'worker'];
  const files = rooms.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(ROOT, room, path),
    ),
  );
  const missing = files
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/reference\/platform\.md,\s+(?:\*\s+)?"([^"]+)"/g),
    ])
    .map(([, section]) => section)
    .filter((section) => !sections.has(section));
  expect(missing).toEqual([]);
});
