import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExact, stringifyExact } from './json.ts';

describe('numbers', () => {
  test('every 64-bit integer keeps all its digits both ways', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (id) => {
        const text = `{"id":${id}}`;
        return stringifyExact(parseExact(text)) === text;
      }),
    );
  });

  test('a safe integer is a number, a larger one a bigint', () => {
    expect(parseExact('[9007199254740991,9007199254740992,2540608320348880794]')).toEqual([
      9007199254740991,
      9007199254740992n,
      2540608320348880794n,
    ]);
  });

  test('an integer written with an exponent or a point keeps its digits', () => {
    expect(parseExact('[2.540608320348880794E18,23.000000000000000000000,1e2]')).toEqual([
      2540608320348880794n,
      23,
      100,
    ]);
  });

  test('every double survives', () => {
    const double = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((each) => Math.abs(each) > 1e-300);
    fc.assert(fc.property(double, (each) => Number(parseExact(JSON.stringify(each))) === each));
  });

  test('a fraction with more digits than a double holds stays its text', () => {
    expect(parseExact('0.12345678901234567891')).toBe('0.12345678901234567891');
  });

  test.each([['1e1000000'], ['1e401'], ['-1e-500']])('%s is out of range', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });
});

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const exact = parseExact(text);
      expect(JSON.parse(stringifyExact(exact))).toEqual(JSON.parse(text));
    }),
  );
});

test('what it cannot read is a SyntaxError, whatever the text', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'e', '\\') }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseExact(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});

describe('texts around numbers', () => {
  test('numbers of any length and texts of digits are told apart wherever they stand', () => {
    const part = fc.oneof(fc.bigInt(), fc.integer(), fc.string(), fc.bigInt().map(String), fc.constant(null));
    const value = fc.array(fc.dictionary(fc.oneof(fc.string(), fc.bigInt().map(String)), part));
    fc.assert(
      fc.property(value, (each) => {
        const text = stringifyExact(each) ?? '';
        expect(stringifyExact(parseExact(text))).toBe(text);
      }),
    );
  });

  test.each([
    ['{25406083203488807940:1}', 'a number for a name'],
    ['[0025406083203488807940]', 'zeros in front'],
    ['[25406083203488807940-1]', 'a sum'],
    ['[25406083203488807940 1]', 'two without a comma'],
    ['[1e]', 'an exponent without digits'],
    ['[1.25406083203488807940.1]', 'two points'],
    ['[254060832034888079401"a"]', 'a text at its end'],
  ])('%s is not JSON: %s', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });

  test('what is wrong is said without the text', () => {
    const message = (text: string) => {
      try {
        return String(parseExact(text));
      } catch (error) {
        return String(error);
      }
    };
    for (const text of ['{"mobile":13900000000', '[13900000000139000x]', '{"address":"Road 1"x}'])
      expect(message(text)).toMatch(/^SyntaxError: it is not JSON( at position \d+)?$/);
  });
});

test('megabytes are read, long ids among them', () => {
  const text = JSON.stringify(Array.from({ length: 80 }, () => 'x'.repeat(100_000)));
  const withIds = text.replace(']', `${',2540608320348880794'.repeat(1_000)}]`);
  expect([parseExact(text), parseExact(withIds)].map((list) => Array.isArray(list) && list.length)).toEqual([
    80, 1_080,
  ]);
});

describe('harmful shapes', () => {
  test('nesting beyond 100 is refused, brackets in texts do not count', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parseExact(nested(101))).toThrow(/deeper/);
    expect(() => parseExact('['.repeat(250_000))).toThrow(/deeper/);
    expect(parseExact(nested(100))).toBeDefined();
    expect(parseExact(JSON.stringify(`\\"${'['.repeat(500)}`))).toHaveLength(502);
  });

  test('__proto__ is an ordinary member', () => {
    const parsed = parseExact('{"__proto__":{"admin":true},"constructor":1}');
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(parsed).not.toHaveProperty('admin');
  });

  test('of a repeated member the last counts', () => {
    expect(parseExact('{"a":1,"a":2,"a":null}')).toEqual({ a: null });
  });
});

test('a value without a JSON form is not written', () => {
  expect(() => stringifyExact(undefined)).toThrow(TypeError);
  expect(stringifyExact({ kept: 1n, left: undefined })).toBe('{"kept":1}');
});
