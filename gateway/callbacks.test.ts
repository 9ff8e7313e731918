import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorFor } from '../client/errors.ts';
import { readPandaponEnvironment, signCallback } from '../pandapon/index.ts';
import { ACCESS_KEY, callbackBody, postCallback, SECRET, startGateway } from './fixtures/gateway.ts';
import type { OrdersPort } from './orders-port.ts';

const ORDER = '2540608320348880794';

const recorder = (delivered = true) => {
  const hints: unknown[] = [];
  const hint: OrdersPort['hint'] = async (each) => {
    hints.push(each);
    return { delivered };
  };
  return { hints, hint };
};

const counted = async (url: string): Promise<Record<string, number>> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const rows = text.matchAll(/^pandapon_callback_total\{result="([\w-]+)"\} (\d+)$/gm);
  return Object.fromEntries([...rows].map(([, result, count]) => [result, Number(count)]));
};

describe('a rightly signed callback', () => {
  it('is answered 200 only after Temporal has the event', async () => {
    let inTemporal = false;
    const { url } = await startGateway({
      hint: async () => {
        await new Promise(setImmediate);
        inTemporal = true;
        return { delivered: true };
      },
    });
    const answer = await postCallback(url, callbackBody());
    expect(inTemporal).toBe(true);
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'delivered' }]);
  });

  it.each([
    ['an object', { orderId: ORDER, currentStatus: 'success' }],
    ['a JSON string', JSON.stringify({ orderId: ORDER, currentStatus: 'success' })],
    ['a bare number with all its digits', `{"orderId":${ORDER},"currentStatus":"success"}`],
  ])('reaches the run of its order when messageBody is %s', async (_, messageBody) => {
    const { hints, hint } = recorder();
    const { url } = await startGateway({ hint });
    await postCallback(url, callbackBody({ messageBody }));
    expect(hints).toEqual([
      {
        platform: '1688',
        orderId: ORDER,
        event: { type: 'ORDER_BUYER_VIEW_ORDER_PAY', status: 'success', by: 'callback' },
      },
    ]);
  });

  it('counts as done when the order is unknown or its run has ended', async () => {
    const { url } = await startGateway({ hint: recorder(false).hint });
    expect((await postCallback(url, callbackBody())).status).toBe(200);
    expect(await counted(url)).toEqual({ 'no-run': 1 });
  });

  it('of an unknown type still hints, and counts apart', async () => {
    const { hints, hint } = recorder();
    const { url } = await startGateway({ hint });
    expect((await postCallback(url, callbackBody({ messageType: '1688_SOMETHING_NEW' }))).status).toBe(200);
    expect(hints).toHaveLength(1);
    expect(await counted(url)).toEqual({ 'unknown-type': 1 });
  });

  it.each(['not json', '[]', '{"messageType":"1688_X","messageBody":{}}'])(
    'that names no order is not asked for again: %s',
    async (body) => {
      const { url } = await startGateway();
      expect((await postCallback(url, body)).status).toBe(200);
      expect(await counted(url)).toEqual({ undeliverable: 1 });
    },
  );

  it('may be signed by any of the secrets', async () => {
    const { url } = await startGateway(recorder(), {
      callbacks: { credentials: () => ({ accessKey: ACCESS_KEY, secrets: ['new', 'old'] }) },
    });
    const statuses = await Promise.all(
      ['new', 'old', 'other'].map(
        async (secret) => (await postCallback(url, callbackBody(), { secret })).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 401]);
  });

  it('is known by a changed secret file without a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-secret-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'secret');
    await writeFile(file, 'first\n');
    const { credentials } = readPandaponEnvironment({
      PANDAPON_ACCESS_KEY: ACCESS_KEY,
      PANDAPON_ACCESS_SECRET_FILE: file,
      PANDAPON_USER_ID: '1700000000000',
    });
    const { url } = await startGateway(recorder(), { callbacks: { credentials } });
    expect((await postCallback(url, callbackBody(), { secret: 'first' })).status).toBe(200);
    await writeFile(file, 'second\n');
    expect((await postCallback(url, callbackBody(), { secret: 'second' })).status).toBe(200);
    expect((await postCallback(url, callbackBody(), { secret: 'first' })).status).toBe(401);
  });

  it('moves the time of the last callback; a forged one does not', async () => {
    const { url } = await startGateway(recorder());
    const last = async () =>
      Number(
        /^pandapon_last_callback_timestamp_seconds (\S+)$/m.exec(
          await (await fetch(`${url}/metrics`)).text(),
        )?.[1],
      );
    await postCallback(url, callbackBody(), { secret: 'forged' });
    expect(await last()).toBe(0);
    await postCallback(url, callbackBody());
    expect(Math.abs((await last()) - Date.now() / 1000)).toBeLessThan(5);
  });
});

describe('a callback that is not proven', () => {
  it.each([
    ['without a signature', ''],
    ['with a wrong one', 'f'.repeat(64)],
    ['with a short one', 'f'],
  ])('%s is 401 and has no effect', async (_, authorization) => {
    const { hints, hint } = recorder();
    const { url } = await startGateway({ hint });
    const answer = await postCallback(url, callbackBody(), { authorization });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    expect(hints).toEqual([]);
  });

  it('with a changed body is 401', async () => {
    const { url } = await startGateway();
    const body = callbackBody();
    const genuine = signCallback({ accessKey: ACCESS_KEY, secret: SECRET, rawBody: body });
    const changed = await postCallback(url, body.replace(ORDER, '2540608320348880795'), {
      authorization: genuine,
    });
    expect(changed.status).toBe(401);
  });

  it('that is older than the limit is 401, also when its age can not be read', async () => {
    const { url } = await startGateway(recorder(), {
      callbacks: {
        credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET] }),
        maxSkewSeconds: 9000,
      },
    });
    const now = Date.now();
    const stamps = [now, Math.floor(now / 1000), now - 8_990_000, now - 9_010_000, 'soon', undefined];
    const statuses = await Promise.all(
      stamps.map(async (timestamp) => (await postCallback(url, callbackBody({ timestamp }))).status),
    );
    expect(statuses).toEqual([200, 200, 200, 401, 401, 401]);
  });
});

it("answers the console's Verify button, an empty post, with 200 and no effect", async () => {
  const { url } = await startGateway();
  expect((await fetch(`${url}/callbacks/pandapon`, { method: 'POST' })).status).toBe(200);
  expect(await counted(url)).toEqual({ verify: 1 });
});

it('refuses more than 256 KiB with 413, declared or not', async () => {
  const { url } = await startGateway();
  const big = 'x'.repeat(256 * 1024 + 1);
  expect((await postCallback(url, big)).status).toBe(413);
  const chunked = await fetch(`${url}/callbacks/pandapon`, {
    method: 'POST',
    body: new Blob([big]).stream(),
    duplex: 'half',
  });
  expect(chunked.status).toBe(413);
  expect((await postCallback(url, 'x'.repeat(256 * 1024))).status).toBe(200);
});

describe('when Temporal is not well', () => {
  it('away: 503, so that the platform sends it again', async () => {
    const { url } = await startGateway({
      hint: async () => {
        throw errorFor('TEMPORAL_UNAVAILABLE', 'Temporal does not answer.');
      },
    });
    const answer = await postCallback(url, callbackBody());
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
    expect(await counted(url)).toEqual({ unavailable: 1 });
  });

  it('slow: 503 before the platform gives up, and Temporal is given less time than that', async () => {
    const given: number[] = [];
    const release: (() => void)[] = [];
    const { url } = await startGateway({
      hint: (_hint, deadlineMs) => {
        given.push(deadlineMs);
        return new Promise((resolve) => release.push(() => resolve({ delivered: true })));
      },
    });
    const begun = performance.now();
    const answer = await postCallback(url, callbackBody());
    const ms = performance.now() - begun;
    for (const end of release) end();
    expect([answer.status, ms > 700, given.every((deadlineMs) => deadlineMs <= 700)]).toEqual([
      503,
      true,
      true,
    ]);
    // on a machine that does nothing else it is 800
    expect(ms).toBeLessThan(2000);
    expect(await counted(url)).toEqual({ late: 1 });
  });

  it('slow: one callback beyond the limit is turned away at once, also while late ones still hang', async () => {
    const release: (() => void)[] = [];
    const { url } = await startGateway(
      { hint: () => new Promise((resolve) => release.push(() => resolve({ delivered: true }))) },
      {
        callbacks: {
          credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET] }),
          maxInFlight: 2,
          deadlineMs: 50,
        },
      },
    );
    await Promise.all([postCallback(url, callbackBody()), postCallback(url, callbackBody())]);
    expect((await postCallback(url, callbackBody())).status).toBe(503);
    expect(await counted(url)).toEqual({ late: 2, overloaded: 1 });
    for (const end of release.splice(0)) end();
    await postCallback(url, callbackBody());
    expect(await counted(url)).toEqual({ late: 3, overloaded: 1 });
    for (const end of release) end();
  });
});

it('logs what became of a callback and never its body or signature', async () => {
  const { url, lines } = await startGateway(recorder());
  const body = callbackBody({
    messageType: '1688_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY',
    messageBody: {
      baseInfo: { idOfStr: ORDER, status: 'waitbuyerpay' },
      nativeLogistics: { mobile: '18600888861', contactPerson: 'zhang' },
    },
  });
  await postCallback(url, body);
  expect(lines).toMatchObject([
    {
      event: 'request',
      route: '/callbacks/pandapon',
      status: 200,
      result: 'delivered',
      type: 'ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY',
      orderId: ORDER,
    },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/18600888861|zhang|waitbuyerpay|[0-9a-f]{64}/);
});
