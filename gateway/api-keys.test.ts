import { describe, expect, it } from 'vitest';
import { parseApiKeys, ROLES } from './api-keys.ts';

describe('GATEWAY_API_KEYS', () => {
  it('gives a key without roles every role', () => {
    expect(parseApiKeys('shop:k1').find('k1')).toEqual({ name: 'shop', roles: new Set(ROLES) });
  });

  it('gives a key just the roles it names', () => {
    expect(parseApiKeys('shop:k1:start+view').find('k1')?.roles).toEqual(new Set(['start', 'view']));
  });

  it('rotates a key by two entries of one name', () => {
    const keys = parseApiKeys('shop:old, shop:new:view');
    expect([keys.find('old')?.name, keys.find('new')?.name]).toEqual(['shop', 'shop']);
  });

  it('knows no other key, and none by its beginning', () => {
    const keys = parseApiKeys('shop:k1,li:k2');
    expect(['', 'k', 'k11', 'K1', 'shop'].map(keys.find)).toEqual([null, null, null, null, null]);
  });

  it.each([
    ['', 'entry 1 is not'],
    ['sesame', 'entry 1 is not'],
    ['shop:', 'entry 1 (shop) is not'],
    ['a:k,', 'entry 2 is not'],
    ['a b:k', 'entry 1 is not'],
    ['shop:sesame key', 'entry 1 (shop) has a key'],
    ['shop:sesame:view+sesame', 'entry 1 (shop) has a role'],
    ['shop:sesame:view:sesame', 'entry 1 (shop) is not'],
    ['shop:sesame,li:sesame', 'shop and li have the same key'],
  ])('refuses %j with one line that shows no key', (text, line) => {
    const refuse = () => parseApiKeys(text);
    expect(refuse).toThrow(line);
    expect(refuse).not.toThrow(/sesame/);
  });
});
