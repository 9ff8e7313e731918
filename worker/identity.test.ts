import { expect, test } from 'vitest';
import { workerIdentity } from './identity.ts';

test('a short host is named whole', () => {
  expect(workerIdentity(4711, 'vm')).toBe('4711@vm');
});

test('of a long host the end is kept, and the identity stays short', () => {
  expect(workerIdentity(1, 'pandapon-worker-7d9f8b6c5d-x2x4z')).toBe('1@6c5d-x2x4z');
  expect(workerIdentity(4_194_304, 'pandapon-worker-7d9f8b6c5d-x2x4z')).toBe('4194304@2x4z');
});
