import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncryptionCodec, readPayloadKeys } from './payload-codec.ts';

const key = (id: string, bytes = 32) => `${id}:${randomBytes(bytes).toString('base64')}`;
const codec = (setting: string) => {
  const keys = readPayloadKeys(setting);
  if (keys === undefined) throw new Error('no keys');
  return new EncryptionCodec(keys);
};
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value);

describe('encrypted payloads', () => {
  it('come back as they were, whatever they hold', async () => {
    const one = codec(key('k1'));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (data, encoding) => {
        const [clear] = await one.decode(await one.encode([{ metadata: { encoding }, data }]));
        expect(Buffer.from(clear?.data ?? [])).toEqual(Buffer.from(data));
        expect(Buffer.from(clear?.metadata?.['encoding'] ?? [])).toEqual(Buffer.from(encoding));
      }),
    );
  });

  it('never look the same twice, and show the id of their key', async () => {
    const one = codec(key('k1'));
    const [a, b] = await one.encode([payload('secret'), payload('secret')]);
    expect(a?.data).not.toEqual(b?.data);
    expect(Buffer.from(a?.data ?? []).toString()).not.toContain('secret');
    expect(Buffer.from(a?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('k1');
  });

  it('open with any of the keys, and name the one that is gone', async () => {
    const [old, later] = [key('old'), key('new')];
    const sealed = await codec(old).encode([payload(1)]);
    expect(await codec(`${later},${old}`).decode(sealed)).toHaveLength(1);
    await expect(codec(later).decode(sealed)).rejects.toThrow('PAYLOAD_KEYS has no key "old"');
  });

  it('do not open when a byte was changed', async () => {
    const one = codec(key('k1'));
    const [sealed] = await one.encode([payload('secret')]);
    const data = Buffer.from(sealed?.data ?? []);
    data.writeUInt8(data.readUInt8(20) ^ 1, 20);
    await expect(one.decode([{ ...sealed, data }])).rejects.toThrow();
  });

  it('and plain ones pass through a reader', async () => {
    const plain = [payload({ a: 1 })];
    expect(await codec(key('k1')).decode(plain)).toEqual(plain);
  });
});

describe('PAYLOAD_KEYS', () => {
  it('unset means plain payloads', () => {
    expect(readPayloadKeys(undefined)).toBeUndefined();
    expect(readPayloadKeys('')).toBeUndefined();
  });

  it.each(['k1', 'k1:', ':AAAA', key('k 1'), key('k1', 16), `${key('k1')},${key('k1')}`])(
    'that can not be used is refused without being repeated',
    (setting) => {
      const secret = setting.split(':')[1] || 'nothing';
      expect(() => readPayloadKeys(setting)).toThrow(/^PAYLOAD_KEYS: /);
      expect(() => readPayloadKeys(setting)).not.toThrow(secret);
    },
  );
});
