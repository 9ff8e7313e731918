import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODES } from './behaviour.ts';
import { ENDINGS } from './endings.ts';
import { FAULT_KINDS } from './faults.ts';
import { HAND_ACTIONS } from './hand.ts';
import { DURATIONS } from './rules.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const guide = readFileSync(new URL('../docs/guides/sandbox.md', import.meta.url), 'utf8');

test.each([
  ['ending', ENDINGS.map((name) => `\`-${name}\``)],
  ['fault', FAULT_KINDS.map((name) => `\`${name}\``)],
  ['setting', Object.keys(DEFAULT_SETTINGS).map((name) => `\`${name}\``)],
  ['duration', Object.keys(DURATIONS).map((name) => `\`${name}\``)],
  ['refusal', Object.keys(CODES).map((name) => `\`${name}\``)],
  ['control', Object.keys(HAND_ACTIONS).map((name) => `/${name}\``)],
])('the guide names every %s', (_kind, names) => {
  expect(names.filter((name) => !guide.includes(name))).toEqual([]);
});
