import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chinaClock, chinaInstant, readInstant, time } from './times.ts';

test.each([
  ['2025-04-23T14:13:44.000+08:00', '2025-04-23T06:13:44.000Z'],
  ['2025-04-23T14:13:44+0800', '2025-04-23T06:13:44.000Z'],
  ['2025-04-23T06:13:44.123Z', '2025-04-23T06:13:44.123Z'],
  ['2025-04-23T06:13:44.123456789Z', '2025-04-23T06:13:44.123Z'],
  ['2025-04-23 14:13:44', '2025-04-23T06:13:44.000Z'],
  ['2025-01-01 00:30:00', '2024-12-31T16:30:00.000Z'],
  ['20180801104333000+0800', '2018-08-01T02:43:33.000Z'],
  ['20180801104333', '2018-08-01T02:43:33.000Z'],
  ['1715669977082', '2024-05-14T06:59:37.082Z'],
  [1_715_669_977_082, '2024-05-14T06:59:37.082Z'],
])('%s is %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});

test.each([['yesterday'], [''], ['2025-13-01 00:00:00'], ['2025-04-23'], ['0'], [12]])(
  '%j is no time',
  (text) => {
    expect(readInstant(text)).toBeNull();
  },
);

const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

test('every instant survives both forms the platform writes', () => {
  fc.assert(
    fc.property(instant, (each) => {
      expect(readInstant(chinaInstant(each))).toBe(each);
      expect(readInstant(chinaClock(each))).toBe(`${each.slice(0, 19)}.000Z`);
    }),
  );
});

describe('as a member of an answer', () => {
  test('the empty text is no time', () => {
    expect(z.decode(time, '')).toBeNull();
  });

  test('what cannot be read is a misfit: an unreadable pay time must not look unpaid', () => {
    expect(z.safeDecode(time, 'yesterday').success).toBe(false);
  });
});
