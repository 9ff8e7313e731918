import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import { body, ClientWorld } from './fixtures/client-world.ts';

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const KEYS = newKey('k1');
let world: ClientWorld;
beforeAll(async () => {
  world = await ClientWorld.make(inject('temporalAddress'), { PAYLOAD_KEYS: KEYS });
  await world.work();
  await world.orders.start(body('po-1'));
});
afterAll(() => world.close());

async function orders(keys: string | undefined, ...args: string[]) {
  const { address, namespace } = world.settings;
  const shell = recordedShell({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    PANDAPON_USER_ID: 'u-1',
    PAYLOAD_KEYS: keys,
  });
  return { code: await run(args, shell, '0.0.0'), ...shell.written };
}

test('with the keys of the worker a run is shown and commanded', async () => {
  expect(await orders(KEYS, 'show', 'po-1')).toMatchObject({ code: 0, err: '' });
  expect(await orders(KEYS, 'hold', 'po-1')).toMatchObject({ code: 0, err: '' });
});

test('without them, or with others, one line says which are missing', async () => {
  const none = await orders(undefined, 'show', 'po-1');
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('PAYLOAD_KEYS is not set here') });
  const others = await orders(newKey('k9'), 'show', 'po-1');
  expect(others).toMatchObject({ code: 1, err: expect.stringContaining('PAYLOAD_KEYS has no key "k1"') });
});

test('a start without keys warns that the address is stored as clear text', async () => {
  const plain = await orders(undefined, 'start', '--json', JSON.stringify(body('po-2')));
  expect(plain).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^orders: PAYLOAD_KEYS is not set: addr.*\n$/),
  });
  const kept = await orders(KEYS, 'start', '--json', JSON.stringify(body('po-3')));
  expect(kept).toMatchObject({ code: 0, err: '' });
});
