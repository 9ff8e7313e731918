import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterEach, expect, inject, it } from 'vitest';
import {
  checkNamespace,
  connect,
  connectTemporal,
  readTemporalSettings,
  setupNamespace,
} from '../client/index.ts';
import { body } from './fixtures/client-world.ts';

const SANDBOX = { baseUrl: 'http://127.0.0.1:8090', accessKey: 'ak-example' };
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.connection.close();
});

async function fresh(namespace = `setup-${randomBytes(4).toString('hex')}`): Promise<Client> {
  const environment = { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: namespace };
  const client = await connectTemporal(readTemporalSettings({ environment }));
  clients.push(client);
  return client;
}

it('makes a namespace that takes purchases at once, and changes nothing the second time', async () => {
  const client = await fresh();
  await expect(checkNamespace(client, SANDBOX)).rejects.toThrow('run "orders setup"');
  const done = await setupNamespace(client, { ...SANDBOX, retentionDays: 90 });
  expect(done[0]).toContain('made namespace');
  const orders = await connect({ client, userId: 'u-1' });
  expect((await orders.post(body('po-1', { labels: { a: 'b' } }))).created).toBe(true);
  expect(await orders.stuck().page()).toMatchObject({ total: 0 });
  expect(await setupNamespace(client, { ...SANDBOX, retentionDays: 90 })).toEqual([]);
  expect(await checkNamespace(client, SANDBOX)).toEqual([]);
});

it('keeps the sandbox out of a namespace of the real platform, and the other way round', async () => {
  const client = await fresh();
  const real = { ...SANDBOX, baseUrl: 'https://api.pandapon.com' };
  await setupNamespace(client, { ...real, retentionDays: 90 });
  expect(await checkNamespace(client, { ...real, baseUrl: 'https://api.pandapon.com/' })).toEqual([]);
  const refusal = /belongs to the platform api\.pandapon\.com, this process works with localhost/;
  await expect(checkNamespace(client, SANDBOX)).rejects.toThrow(refusal);
  await expect(setupNamespace(client, { ...SANDBOX, retentionDays: 90, rekey: true })).rejects.toThrow(
    refusal,
  );
});

it('takes a changed access key only when it is told to', async () => {
  const client = await fresh();
  await setupNamespace(client, { ...SANDBOX, retentionDays: 90 });
  const changed = { ...SANDBOX, accessKey: 'ak-other' };
  await expect(checkNamespace(client, changed)).rejects.toThrow('orders setup --rekey');
  await expect(setupNamespace(client, { ...changed, retentionDays: 90 })).rejects.toThrow(
    'orders setup --rekey',
  );
  await setupNamespace(client, { ...changed, retentionDays: 90, rekey: true });
  expect(await checkNamespace(client, changed)).toEqual([]);
});

it('warns of a short memory, and names attributes that are missing', async () => {
  const client = await fresh();
  await setupNamespace(client, { ...SANDBOX, retentionDays: 7 });
  expect(await checkNamespace(client, SANDBOX)).toEqual([expect.stringContaining('for 7 days only')]);
  const { namespace } = client.options;
  await client.connection.operatorService.removeSearchAttributes({
    namespace,
    searchAttributes: ['BillNos', 'DueAt'],
  });
  await expect(checkNamespace(client, SANDBOX)).rejects.toThrow('lacks the search attributes BillNos, DueAt');
  expect(await setupNamespace(client, { ...SANDBOX, retentionDays: 7 })).toEqual([
    'added the search attributes BillNos, DueAt',
  ]);
});
