import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operations } from '../pandapon/index.ts';
import { operationsPage } from './operations-page.ts';

const page = readFileSync(new URL('reference/operations.md', import.meta.url), 'utf8');

test('the page is what the declarations say (npx tsx docs/operations.ts writes it)', () => {
  expect(page === operationsPage()).toBe(true);
});

test('the page has every row of the menu of the platform', () => {
  const file = readFileSync(new URL('../test/fixtures/menu.json', import.meta.url), 'utf8');
  const menu = z.object({ groups: z.array(z.object({ group: z.string(), titles: z.array(z.string()) })) });
  const { groups } = menu.parse(JSON.parse(file));
  const rows = groups.flatMap(({ group, titles }) => titles.map((title) => `\n- menu: ${group}/${title}\n`));
  expect(rows).toHaveLength(73);
  expect(rows.filter((row) => page.split(row).length !== 2)).toEqual([]);
});

test('every operation has its section, and every shape that is named is there', () => {
  for (const name of Object.keys(operations)) expect(page).toContain(`\n### ${name}\n`);
  const named = [...page.matchAll(/\[([A-Z][A-Za-z0-9 ]*)\](?!\()/g)].map(([, name]) => name);
  const missing = named.filter((name) => name !== 'Name' && !page.includes(`\n### ${name}\n`));
  expect(missing).toEqual([]);
});
