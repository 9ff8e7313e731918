import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyHash } from './body-hash.ts';

/** The same value with the members of every object turned round. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
};

it('is the same whatever the order of members, at any depth', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => bodyHash(turned(value)) === bodyHash(value)));
});

it('tells different bodies apart', () => {
  const bodies = [
    {},
    [],
    null,
    '',
    0,
    { a: null },
    { a: 1 },
    { a: '1' },
    { a: [1] },
    { a: { 0: 1 } },
    { 'a:1': 0 },
  ];
  expect(new Set(bodies.map(bodyHash)).size).toBe(bodies.length);
});

it('takes a member that is undefined for one that is absent', () => {
  expect(bodyHash({ a: 1, b: undefined })).toBe(bodyHash({ a: 1 }));
});
