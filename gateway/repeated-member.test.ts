import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedMember } from './repeated-member.ts';

it.each([
  ['{"a":1,"a":1}', '/a'],
  ['{"a":1,"\\u0061":2}', '/a'],
  ['{"x":[{"k":1},{"k":1,"b/c":{"d":1,"d":2}}]}', '/x/1/b~1c/d'],
  ['[[],[0,{"":1,"":2}]]', '/1/1/'],
  ['{"__proto__":1,"__proto__":2}', '/__proto__'],
])('points at the repeated member of %s', (text, pointer) => expect(repeatedMember(text)).toBe(pointer));

it.each([
  '{"a":"a","b":"a"}',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":1}}}',
  '{"a":"\\",\\"a\\":","b":1}',
  '"a"',
  '{"toString":1,"constructor":2}',
])('takes %s, where none stands twice', (text) => expect(repeatedMember(text)).toBeNull());

it('finds nothing in what a writer of JSON wrote, and the member that is written twice', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
      fc.jsonValue(),
      (object, value) => {
        const text = JSON.stringify(object);
        const [name = ''] = Object.keys(JSON.parse(text));
        const again = `${text.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
        expect(repeatedMember(text)).toBeNull();
        expect(repeatedMember(again)).not.toBeNull();
      },
    ),
  );
});
