import { expect, test } from 'vitest';
import type { TimelineEntry } from '../contract/index.ts';
import { remember, type SeenKey, seenBefore } from './seen-keys.ts';
import { note } from './timeline.ts';

test('what people did never leaves the timeline; of the rest the last 50 stay', () => {
  const timeline: TimelineEntry[] = [];
  note(timeline, 0, 'hold', '', 'operator:li');
  for (let n = 1; n <= 200; n += 1) note(timeline, n, `look ${n}`, '', n % 2 === 0 ? 'callback' : 'poll');
  note(timeline, 201, 'release', '', 'ui:wang');
  expect(timeline).toHaveLength(52);
  expect(timeline[0]?.what).toBe('hold');
  expect(timeline[1]?.what).toBe('look 151');
  expect(timeline.at(-1)?.what).toBe('release');
});

test('the last 200 idempotency keys are remembered', () => {
  const keys: SeenKey[] = [];
  for (let n = 1; n <= 201; n += 1) remember(keys, { key: `k${n}`, bodyHash: 'h', revision: n });
  expect(seenBefore(keys, 'k1')).toBeUndefined();
  expect(seenBefore(keys, 'k2')?.revision).toBe(2);
  expect(seenBefore(keys, undefined)).toBeUndefined();
  expect(keys).toHaveLength(200);
});
