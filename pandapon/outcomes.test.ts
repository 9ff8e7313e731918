import dns from 'node:dns';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { PandaponOptions } from './client.ts';
import { closedPort, startServer } from './fixtures/http-server.ts';
import { clientOf } from './fixtures/test-client.ts';

/** Calls the effect that must never be taken for undone: a create. */
async function createAgainst(
  answer: (response: ServerResponse) => void,
  options: Partial<PandaponOptions> = {},
) {
  await using server = await startServer(answer);
  const outcome = await createAt(server.url, options);
  expect(server.received, 'each call goes out exactly once').toHaveLength(1);
  return outcome;
}

const createAt = (url: string, options: Partial<PandaponOptions> = {}) =>
  clientOf(url, options).call('alibaba.order.batchCreate', {
    flow: 'general',
    addressParam: { fullName: '样例甲', mobile: '13900000001', address: '云栖 1号' },
    cargoParamList: [{ offerMapId: 'offer', specId: 'spec', quantity: 1, sellerOpenId: 'seller' }],
  });

type Found = (error: null, addresses: dns.LookupAddress[]) => void;

const envelope = (code: number | string, msg = 'text', data = 'null') =>
  `{"requestId":"r-1","code":${code},"developId":"1","msg":${JSON.stringify(msg)},"data":${data}}`;

const http =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

describe('done', () => {
  test('code 200 with data that fits', async () => {
    expect(await createAgainst(http(200, envelope(200, '成功', '[]')))).toEqual({
      kind: 'done',
      data: [],
      requestId: 'r-1',
    });
  });

  test('code as text, odd msg and requestId', async () => {
    const body = '{"code":"200","msg":7,"requestId":8,"data":[]}';
    expect(await createAgainst(http(200, body))).toEqual({ kind: 'done', data: [], requestId: null });
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('a body compressed as %s', async (encoding, pack) => {
    const body = pack(envelope(200, '成功', '[]'));
    const answer = (response: ServerResponse) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    expect(await createAgainst(answer)).toEqual({ kind: 'done', data: [], requestId: 'r-1' });
  });
});

describe('refused: definitely not done', () => {
  test.each([[400], [404], [499], [4001], [4002], [4999]])('code %i', async (code) => {
    expect(await createAgainst(http(200, envelope(code, 'no stock')))).toEqual({
      kind: 'refused',
      code: String(code),
      message: 'no stock',
      requestId: 'r-1',
    });
  });

  test.each([[400], [404], [405], [413], [415]])('HTTP %i of a gateway in front', async (status) => {
    const outcome = await createAgainst(http(status, '<html>no</html>', { 'content-type': 'text/html' }));
    expect(outcome).toEqual({
      kind: 'refused',
      code: `HTTP_${status}`,
      message: `HTTP ${status}`,
      requestId: null,
    });
  });

  test.each([[400], [409], [422]])('HTTP %i around a refusing code', async (status) => {
    expect(await createAgainst(http(status, envelope(4001, 'CLOSE_ORDER_TOO_FAST')))).toMatchObject({
      kind: 'refused',
      code: '4001',
      message: 'CLOSE_ORDER_TOO_FAST',
    });
  });
});

test.each([
  ['{"code":4001}', 'refused'],
  ['{"code":"4001","msg":null}', 'refused'],
  ['{"code":401}', 'credentials'],
  ['{"code":429}', 'not-sent'],
  ['{"code":500}', 'unknown'],
])('the code alone decides, whatever else the envelope lacks: %s', async (text, kind) => {
  expect(await createAgainst(http(200, text))).toMatchObject({ kind });
});

describe('credentials', () => {
  test.each([[401], [403]])('code %i', async (code) => {
    expect(await createAgainst(http(200, envelope(code, 'signature')))).toEqual({
      kind: 'credentials',
      code: String(code),
      message: 'signature',
    });
  });

  test.each([[401], [403]])('HTTP %i, whatever the body', async (status) => {
    expect(await createAgainst(http(status, '<html>'))).toMatchObject({
      kind: 'credentials',
      code: `HTTP_${status}`,
    });
    expect(await createAgainst(http(status, envelope(200, 'ok', '[]')))).toMatchObject({
      kind: 'credentials',
    });
  });
});

describe('not sent', () => {
  test.each([
    ['5', 5],
    ['0', 0],
    ['999999', 3_600],
    ['soon', null],
  ])('HTTP 429 with Retry-After %s waits %s seconds', async (header, retryAfterSeconds) => {
    expect(await createAgainst(http(429, 'slow down', { 'retry-after': header }))).toMatchObject({
      kind: 'not-sent',
      retryAfterSeconds,
    });
  });

  test('HTTP 429 with an HTTP date', async () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const outcome = await createAgainst(http(429, '', { 'retry-after': inAMinute }));
    expect(outcome.kind === 'not-sent' && outcome.retryAfterSeconds).toBeGreaterThan(55);
  });

  test('code 429', async () => {
    expect(await createAgainst(http(200, envelope(429), { 'retry-after': '7' }))).toMatchObject({
      kind: 'not-sent',
      retryAfterSeconds: 7,
    });
  });

  test('connection refused, on one address or on all of a name', async () => {
    const port = await closedPort();
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await createAt(`http://${host}:${port}`)).toMatchObject({
        kind: 'not-sent',
        message: 'alibaba.order.batchCreate: no connection (ECONNREFUSED)',
      });
    }
  });

  test('the name is not found', async () => {
    expect(await createAt('http://no-such-host.invalid')).toMatchObject({ kind: 'not-sent' });
  });

  test('no connection in time: then it does not leave later either', async () => {
    await using server = await startServer(http(200, envelope(200, 'ok', '[]')));
    // Finding the name takes as long as the test says.
    let find = (): void => {};
    const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _how: object, done: Found) => {
      find = () => done(null, [{ address: '127.0.0.1', family: 4 }]);
    }) as never);
    try {
      const slow = server.url.replace('127.0.0.1', 'slow.example');
      expect(await createAt(slow, { timeoutMs: 100 })).toEqual({
        kind: 'not-sent',
        message: 'alibaba.order.batchCreate: no connection within 100 ms',
        retryAfterSeconds: null,
      });
      find();
      await vi.waitFor(() => expect(server.closedConnections).toBe(1));
      expect(server.received).toEqual([]);
    } finally {
      lookup.mockRestore();
    }
  });

  test('cancelled before it left', async () => {
    await using server = await startServer(http(200, envelope(200, '', '[]')));
    const call = clientOf(server.url).call(
      'alibaba.order.payUrl',
      { orderId: '1' },
      { signal: AbortSignal.abort() },
    );
    expect(await call).toMatchObject({ kind: 'not-sent' });
    expect(server.received).toEqual([]);
  });
});

describe('unknown', () => {
  test.each([[500], [502], [503], [504], [408], [409], [425], [301], [302], [307]])(
    'HTTP %i without an envelope',
    async (status) => {
      const answer = http(status, '<html>Bad Gateway</html>', { location: '/elsewhere', 'retry-after': '3' });
      expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown', retryAfterSeconds: 3 });
    },
  );

  test.each([
    ['HTTP 500 around a refusing code', 500, envelope(4001)],
    ['HTTP 500 around a code of success', 500, envelope(200, 'ok', '[]')],
    ['HTTP 404 around a code of success', 404, envelope(200, 'ok', '[]')],
    ['code 500', 200, envelope(500)],
    ['code 0', 200, envelope(0, '', '[]')],
    ['code 408', 200, envelope(408)],
    ['a code nobody knows', 200, envelope(777)],
    ['a code that is no code', 200, envelope('null')],
    ['HTML', 200, '<html>welcome</html>'],
    ['an empty body', 200, ''],
    ['half an envelope', 200, envelope(200, 'ok', '[]').slice(0, -1)],
    ['JSON that is no envelope', 200, '[1]'],
    ['data that is null', 200, envelope(200, 'ok')],
    ['data of another shape', 200, envelope(200, 'ok', '{"success":true}')],
    ['an amount finer than a fen', 200, envelope(200, 'ok', '[{"baseInfo":{"totalAmount":0.001}}]')],
    ['a pay time that cannot be read', 200, envelope(200, 'ok', '[{"baseInfo":{"payTime":"yesterday"}}]')],
  ])('%s', async (_what, status, body) => {
    expect(await createAgainst(http(status, body))).toMatchObject({ kind: 'unknown' });
  });

  test('it says where in the answer it does not fit, without the value', async () => {
    const outcome = await createAgainst(
      http(200, envelope(200, 'ok', '[{"baseInfo":{"totalAmount":"secret"}}]')),
    );
    expect(outcome).toMatchObject({
      message:
        'alibaba.order.batchCreate: an answer that cannot be read at data/0/baseInfo/totalAmount (must be a whole number of fen)',
    });
  });

  test('the connection is reset', async () => {
    expect(await createAgainst((response) => response.socket?.resetAndDestroy())).toMatchObject({
      kind: 'unknown',
    });
  });

  test('the connection is closed without an answer', async () => {
    expect(await createAgainst((response) => response.socket?.end())).toMatchObject({ kind: 'unknown' });
  });

  test('the body is cut', async () => {
    const answer = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(envelope(200, 'ok', '[]'), () => response.socket?.destroy());
    };
    expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown' });
  });

  test('no answer in time', async () => {
    expect(await createAgainst(() => undefined, { timeoutMs: 100 })).toEqual({
      kind: 'unknown',
      message: 'alibaba.order.batchCreate: no answer within 100 ms',
      retryAfterSeconds: null,
    });
  });

  test('half a body under a status that would be a refusal: the rest may say otherwise', async () => {
    const answer = (response: ServerResponse): void => {
      response.writeHead(404, { 'content-length': '1000' });
      response.write(envelope(500), () => response.socket?.destroy());
    };
    expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['deflate', deflateRawSync(envelope(500))],
    ['gzip, identity', gzipSync(envelope(500))],
    ['constructor', envelope(500)],
  ])('a body that cannot be unpacked, under such a status: %s', async (encoding, body) => {
    const answer = (response: ServerResponse): void =>
      void response.writeHead(404, { 'content-encoding': encoding }).end(body);
    expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown' });
  });

  test('a head in time and a body that never ends', async () => {
    const answer = (response: ServerResponse): void => {
      response.writeHead(200);
      response.write('{"code":200,');
    };
    expect(await createAgainst(answer, { timeoutMs: 100 })).toMatchObject({ kind: 'unknown' });
  });

  test('a body above 8 MiB, also when it came small by compression', async () => {
    const huge = envelope(200, 'x'.repeat(9 * 1024 * 1024), '[]');
    const plain = http(200, huge);
    const packed = (response: ServerResponse): void =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(huge));
    for (const answer of [plain, packed]) {
      expect(await createAgainst(answer)).toMatchObject({
        kind: 'unknown',
        message: 'alibaba.order.batchCreate: an answer above 8388608 bytes',
      });
    }
  });

  test('a compressed body that is broken', async () => {
    const answer = http(200, 'not gzip', { 'content-encoding': 'gzip' });
    expect(await createAgainst(answer)).toMatchObject({ kind: 'unknown' });
  });

  test('a body nested 100 000 deep', async () => {
    expect(await createAgainst(http(200, '['.repeat(100_000)))).toMatchObject({ kind: 'unknown' });
  });

  test('cancelled while it was out', async () => {
    const cancel = new AbortController();
    await using server = await startServer(() => cancel.abort());
    const call = clientOf(server.url).call(
      'alibaba.order.payUrl',
      { orderId: '1' },
      { signal: cancel.signal },
    );
    expect(await call).toMatchObject({
      kind: 'unknown',
      message: 'alibaba.order.payUrl: cancelled while it was out',
    });
  });
});

test('a refusal never repeats the receiver or a phone number', async () => {
  const msg =
    '收件人 样例甲 的手机号 13900000001\n无效, 座机 13912345678, 地址 云栖 1号, 订单 2540613900000001794';
  expect(await createAgainst(http(200, envelope(4003, msg)))).toMatchObject({
    message: '收件人 *** 的手机号 *** 无效, 座机 ***, 地址 ***, 订单 2540613900000001794',
  });
});
