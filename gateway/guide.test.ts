import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROLES } from './api-keys.ts';
import { CALLBACK_RESULTS } from './metrics.ts';

const guide = readFileSync(new URL('../docs/guides/http.md', import.meta.url), 'utf8');

test.each([
  ['role', ROLES],
  ['result of a callback', CALLBACK_RESULTS],
])('the guide names every %s', (_kind, names) => {
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
