import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EncryptionCodec } from '../client/payload-codec.ts';
import { problemIn, startGateway } from './fixtures/gateway.ts';

const UI = 'http://127.0.0.1:8233';
const CLEAR = {
  payloads: [
    {
      metadata: { encoding: Buffer.from('json/plain').toString('base64') },
      data: Buffer.from('{"mobile":"13000000000"}').toString('base64'),
    },
  ],
};

const wire = z.object({ payloads: z.array(z.looseObject({ data: z.string() })) });

const codecs = () => {
  const [old, young] = [
    { id: 'old', secret: randomBytes(32) },
    { id: 'young', secret: randomBytes(32) },
  ];
  return {
    old: new EncryptionCodec([old]),
    both: new EncryptionCodec([young, old]),
    young: new EncryptionCodec([young]),
  };
};

const convert = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/codec/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const byHeader = { authorization: 'Bearer key-of-codec' };

describe('the codec', () => {
  it('encrypts, and decrypts what was encrypted, also with a key that was rotated out', async () => {
    const { old, both } = codecs();
    const before = await startGateway({}, { codec: old });
    const sealed = wire.parse(await (await convert(before.url, 'encode', CLEAR, byHeader)).json());
    expect(Buffer.from(sealed.payloads[0]?.data ?? '', 'base64').toString()).not.toContain('13000000000');
    const after = await startGateway({}, { codec: both });
    expect(await (await convert(after.url, 'decode', sealed, byHeader)).json()).toEqual(CLEAR);
  });

  it('says that a key is gone without showing anything', async () => {
    const { old, young } = codecs();
    const before = await startGateway({}, { codec: old });
    const sealed = wire.parse(await (await convert(before.url, 'encode', CLEAR, byHeader)).json());
    const after = await startGateway({}, { codec: young });
    const answer = await convert(after.url, 'decode', sealed, byHeader);
    expect(await problemIn(answer)).toMatchObject({ status: 422, code: 'INVALID' });
  });

  it('passes payloads through where they are not encrypted', async () => {
    const { url } = await startGateway();
    expect(await (await convert(url, 'decode', CLEAR, byHeader)).json()).toEqual(CLEAR);
  });

  it('asks for the role, and takes a key in the path only when it can do nothing else', async () => {
    const { url } = await startGateway();
    const statuses = await Promise.all(
      [
        convert(url, 'decode', CLEAR),
        convert(url, 'decode', CLEAR, { authorization: 'Bearer key-of-view' }),
        convert(url, 'key-of-codec/decode?preserveStorageRefs=true', CLEAR),
        convert(url, 'key-of-view/decode', CLEAR),
        convert(url, 'key-of-all/decode', CLEAR),
        convert(url, 'nobody/decode', CLEAR),
      ].map(async (answer) => (await answer).status),
    );
    expect(statuses).toEqual([401, 403, 200, 403, 403, 401]);
  });

  it.each([
    [{ payloads: [{ data: 'not base64!' }] }],
    [{ payloads: [{ metadata: { encoding: 7 } }] }],
    [{}],
    [[]],
  ])('refuses %j', async (body) => {
    const { url } = await startGateway();
    expect((await convert(url, 'decode', body, byHeader)).status).toBe(422);
  });

  it('lets browsers on the Temporal UI in, errors included, and no other origin', async () => {
    const { url } = await startGateway();
    const preflight = await fetch(`${url}/codec/key-of-codec/decode`, {
      method: 'OPTIONS',
      headers: {
        origin: UI,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-namespace',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/content-type,\s*x-namespace/);
    const refused = await convert(url, 'nobody/decode', CLEAR, { origin: UI });
    const foreign = await convert(url, 'key-of-codec/decode', CLEAR, { origin: 'http://evil.example' });
    const allowed = [preflight, refused, foreign].map((each) =>
      each.headers.get('access-control-allow-origin'),
    );
    expect(allowed).toEqual([UI, UI, null]);
    expect((await fetch(`${url}/healthz`)).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('writes no key of a path into the log', async () => {
    const { url, lines } = await startGateway();
    await convert(url, 'key-of-codec/decode', CLEAR);
    expect(lines).toMatchObject([{ route: '/codec/{key}/decode', caller: 'codec', status: 200 }]);
    expect(JSON.stringify(lines)).not.toContain('key-of-codec');
  });
});
