import { expect, it } from 'vitest';
import { errorFor } from '../client/errors.ts';
import { KEY, problemIn, startGateway } from './fixtures/gateway.ts';
import { InFlight } from './in-flight.ts';
import type { OrdersPort } from './orders-port.ts';

const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
const gone = () => errorFor('NOT_FOUND', 'there is no such run');

/** A port member that answers when it is told to; `came` settles with the call. */
function held() {
  let release = (): void => undefined;
  let arrive = (): void => undefined;
  const came = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const until = new Promise<never>((_, reject) => {
    release = () => reject(gone());
  });
  const wait = (): Promise<never> => {
    arrive();
    return until;
  };
  return { wait, came, release };
}

it('gives a place back once, however often it is told', () => {
  const places = new InFlight({ most: 1 });
  const leave = places.enter();
  expect(places.enter()).toBeNull();
  leave?.();
  leave?.();
  expect([places.enter() === null, places.enter() === null]).toEqual([false, true]);
});

it('large bodies take more room than small ones', async () => {
  const { wait, came, release } = held();
  const { url } = await startGateway(
    { start: wait, viewPurchase: () => Promise.reject(gone()) },
    { room: { call: { most: 10, bytes: 1_000 } } },
  );
  const post = (bytes: number) =>
    fetch(`${url}/v1/purchases`, { method: 'POST', headers, body: `"${'x'.repeat(bytes - 2)}"` });
  const first = post(600);
  await came;
  expect(await problemIn(await post(600))).toMatchObject({ code: 'OVERLOADED' });
  expect((await fetch(`${url}/v1/purchases/po-1`, { headers })).status).toBe(404);
  const second = post(400);
  release();
  expect([(await first).status, (await second).status, (await post(600)).status]).toEqual([404, 404, 404]);
});

it('beyond the limit a start, a view and a list are told at once to come again, and the places come back', async () => {
  const { wait, came, release } = held();
  const { url, lines } = await startGateway(
    { start: wait, viewPurchase: () => Promise.reject(gone()), listPurchases: () => Promise.reject(gone()) },
    { room: { call: { most: 1 } } },
  );
  const start = fetch(`${url}/v1/purchases`, { method: 'POST', headers, body: '{}' });
  await came;
  const refused = [
    await fetch(`${url}/v1/purchases`, { method: 'POST', headers, body: '{}' }),
    await fetch(`${url}/v1/purchases/po-1`, { headers }),
    await fetch(`${url}/v1/purchases`, { headers }),
  ];
  for (const answer of refused) {
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemIn(answer)).toMatchObject({ status: 503, code: 'OVERLOADED' });
  }
  expect(lines.map(({ code }) => code)).toEqual(['OVERLOADED', 'OVERLOADED', 'OVERLOADED']);
  // who has no key is told that, and probes are answered
  expect((await fetch(`${url}/v1/purchases`)).status).toBe(401);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  release();
  expect((await start).status).toBe(404);
  expect((await fetch(`${url}/v1/purchases/po-1`, { headers })).status).toBe(404);
});

it('long polls, calls and payloads take no places from one another', async () => {
  const { wait, came, release } = held();
  const waitForPurchase: OrdersPort['waitForPurchase'] = wait;
  const { url } = await startGateway(
    { waitForPurchase, viewPurchase: () => Promise.reject(gone()) },
    { room: { poll: { most: 1 }, codec: { most: 1 } } },
  );
  const poll = () => fetch(`${url}/v1/purchases/po-1?wait=60&revision=1`, { headers });
  const first = poll();
  await came;
  expect(await problemIn(await poll())).toMatchObject({ code: 'OVERLOADED' });
  expect((await fetch(`${url}/v1/purchases/po-1`, { headers })).status).toBe(404);
  const body = JSON.stringify({ payloads: [] });
  expect((await fetch(`${url}/codec/decode`, { method: 'POST', headers, body })).status).toBe(200);
  release();
  expect((await first).status).toBe(404);
});
